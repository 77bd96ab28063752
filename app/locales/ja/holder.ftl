# /holder とその下のページ（照会・報告・選択に反する利用・人は、それぞれのファイル）
holder-title = 医療機関・データを持つ方のページ
holder-lead = 記録を渡す前に照会し、渡したら報告する。患者さんには、選べることを手紙で知らせる。
holder-first = はじめに
holder-first-steps =
    - まず、「確認のための3人」を入れたリストを照会してみてください。3人は、いつも「渡してはいけない」と返ります。
    - システムから直接つなぐときは、プログラムと公開鍵を登録してください。
    - 患者さんへ手紙を出すと、ご本人が自分で見て、選べるようになります。
holder-way-check = 渡す前に照会する
holder-way-check-what = リストを入れると、1行ごとに、渡してよいかどうかが返ります。
holder-way-report = 渡したことを報告する
holder-way-report-what = いつ、どの研究に、だれの記録を渡したかを知らせます。ご本人が見ます。
holder-conflicts = 選択に反する利用が { $count }件、答えを待っています
holder-conflicts-what = 何があったかを答えてください。答えは、ご本人が読みます。
holder-conflicts-go = 見て、答える
holder-newest = 新しい報告
holder-way-letters = 手紙を渡す
holder-way-letters-what = 患者さんがアカウントを開くための番号を、1人ずつ、または一覧からつくって印刷します。
holder-more = そのほか
holder-clients = 使っているプログラム：{ $count }
holder-people-link = はたらく人
holder-people-what = この機関の人を招く、終わらせる
holder-statistics-what = 月ごとの照会・報告・手紙の数
holder-poster-what = 待合室に貼る A4 の紙
holder-leaflet-what = 待合室に置く、二つ折りの A4 の紙

# /holder/clients
clients-title = プログラムと鍵
clients-lead = システムから照会や報告をするための登録です。登録するのは公開鍵だけです。秘密鍵は、そちらの外へ出しません。
clients-none = まだ、プログラムは登録されていません。
clients-done-registered = プログラムを登録しました。下の client_id を使ってください。
clients-done-keys-added = 鍵を加えました。前からの鍵も、止めるまで使えます。
clients-done-key-revoked = 鍵を止めました。このプログラムのアクセストークンは、すべて使えなくなりました。
clients-done-revoked = プログラムを止めました。いまから、何もできません。
clients-registered = 登録した日
clients-scopes = できること
clients-scopes-hint = 要るものだけを選んでください。あとから増やすことはできません。
clients-scope-consent = 選択の照会
clients-scope-audit-event = 渡したことの報告
clients-scope-research-study = 研究の一覧を読む
clients-scope-patient = 手紙の番号をつくる
clients-revoked-on = { $day } に止めました
clients-key-good = 使えます
clients-key-revoked-on = { $day } に止めました
clients-key-revoke-one = 鍵 { $kid } を止める
clients-key-revoke-what = この鍵での署名は、もう受けつけません。このプログラムがいま持っているアクセストークンも、どの鍵で受けとったものでも、すべてすぐに使えなくなります。ほかの鍵があれば、新しいトークンをすぐに受けとれます。
clients-key-revoke = この鍵を止める
clients-using = つなぎ方
clients-using-how = 秘密鍵で署名した申し立て（JWT）をトークンの窓口へ送ると、5分間使えるアクセストークンが返ります。
clients-using-example = つなぎ方の例
clients-revoke-fold = このプログラムを止める
clients-revoke-what = いますぐ、ずっと使えなくなります。元には戻せません。また使うときは、新しく登録してください。
clients-revoke = このプログラムを止める
clients-more-keys = 鍵を加える
clients-more-keys-how = 鍵を替えるときは、新しい鍵を加え、プログラムを切りかえ、それから古い鍵を止めてください。途切れずに替えられます。
clients-which = どのプログラムに
clients-jwks = 公開鍵（JWKS）
clients-jwks-hint = ES384（P-384）または RS384（2048〜4096ビット）。kid が要ります。鍵は8つまで。"d" のある鍵（秘密鍵）は、決して貼らないでください。
clients-add-keys = 鍵を加える
clients-register = プログラムを登録する
clients-register-how = 登録すると client_id が決まり、つなぎ方の例が出ます。
clients-name = 名前
clients-name-hint = ここで見分けるための名前です。例：研究データ抽出（夜間）
problem-private-key = 貼られたのは秘密鍵です。記録していませんが、ここへ送られた鍵は、もう秘密ではありません。この鍵は使うのをやめ、新しい鍵の組をつくり、公開鍵だけを貼ってください。

# /holder/activations
activations-title = 手紙をつくる
activations-lead = 患者さんが控えのアカウントを開くための番号を印刷します。番号は一度だけ使え、21日で切れます。ご本人と確かめた人に渡すか、届け出のある住所へ送ってください。
activations-one = 1人の手紙
activations-kind = 番号の種類
activations-patient-number = 患者番号（この機関の番号）
activations-insured-number = 被保険者番号
activations-number = 番号
activations-number-hint = 被保険者番号は、保険者番号8けた:記号:番号:枝番 の形です。例 06132013:12:3456:01
activations-birth-date = 生年月日
activations-birth-date-hint = 例 1979-04-02
activations-write-one = 手紙をつくる
activations-list = 一覧からつくる
activations-list-how =
    一度に 500人まで。1行目は見出しです。**birth_date**（生年月日）と、**patient_number**（患者番号）か **insured_number**（被保険者番号）の列が要ります。ほかの列は読みません。

    Excel の CSV をそのまま使えます。直すところのある行は飛ばし、ほかの行の手紙をつくります。
activations-list-example = 一覧の例
activations-file = 一覧のファイル（CSV）
activations-paste = ファイルのかわりに、貼りつける
activations-rows = 一覧
activations-rows-hint = CSV の中身、または表計算からコピーした行
activations-write-list = 一覧の手紙をつくる
activations-then = それから
activations-then-how =
    - 手紙は、つくった人だけが 30分のあいだ見られます。すぐに印刷してください。
    - 番号だけでは開けません。ご本人の生年月日も要ります。5回まちがえると、その番号は使えなくなります。
    - この機関の手紙で開いたアカウントは「確認 1つ」です。ほかの機関の手紙か、窓口で、「確認 2つ」になります。

# /holder/activations/letters/…
letters-title = 手紙
letters-made = { $count }通つくりました。
letters-print = 印刷してください
letters-print-how = ブラウザーのメニューから「印刷」を選ぶと、1人1枚で出ます（A4）。この画面は { $until } まで、あなただけが見られます。印刷したら、下のボタンで消してください。
letters-printed = 印刷しました。消します
letters-gone = この手紙は、もう見られません。印刷したか、30分が過ぎたか、ほかの人がつくったものです。なくしたときは、つくりなおしてください。新しい番号になります。
letters-again = 手紙をつくる画面へ
letters-faulty = つくれなかった行：{ $count }
letters-faulty-what = ほかの行の手紙は、つくってあります。つぎの行だけを直して、もう一度送ってください。
letters-row = 行
letters-fault = 直すところ
letters-fault-invalid-identifier = 番号の形が、まちがっています。
letters-fault-unknown-system = この種類の番号は、ここでは使えません。
letters-fault-no-number = 番号がありません。
letters-fault-invalid-date = 生年月日が、日付でないか、ありえない日です。
letters-fault-duplicate = 前の行と同じ人です。手紙は1通だけつくりました。
letters-letter-heading = 医療記録の使われ方を、ご自分で見て、選べます
letters-letter-what = 「控え」では、あなたの医療記録が研究などに使われたことを、いつ、どこから、何のために、まで見られます。
letters-letter-refuse = 使ってほしくないものは、すべての機関に対して一度に断れます。断っても、診療は何も変わりません。
letters-letter-free = 費用はかかりません。使わなくてもかまいません。
letters-letter-code = あなたの番号（一度だけ使えます）
letters-letter-until = { $day } まで
letters-letter-qr = アカウントを開くページの QR コード
letters-letter-how = 開き方
letters-letter-steps = QR コードを読むか、上のアドレスを開き、番号と、あなたの生年月日を入れてください。
letters-letter-help = インターネットを使わなくても、電話 0120-000-000（平日 9時〜18時）か、窓口の紙で、同じことができます。
letters-letter-mistake = この番号は、ほかの人に見せないでください。心あたりのない手紙は、捨てずに電話でお知らせください。

# /holder/poster
poster-title = 待合室のポスター
poster-lead = ブラウザーのメニューから「印刷」を選んでください（A4、1枚）。
poster-heading = あなたの医療記録、何に使われているか見られます
poster-what = 研究などに使われた記録を、いつ、どこから、何のために、まで見て、断りたいものは一度に断れます。断っても、診療は変わりません。
poster-how = はじめるための手紙は、受付でお渡しします。電話 0120-000-000（平日 9時〜18時）でも。
poster-qr = 控えのページの QR コード

# /holder/statistics
statistics-title = 統計
statistics-lead = この機関の一年です。人が分からないように、1から9は「10未満」、ほかは10の位までにして示します。
statistics-none = まだ、数えるものがありません。照会や報告をすると、ここに出ます。
statistics-months = 月ごと
statistics-month = 月
statistics-checks = 照会
statistics-checked-rows = 照会した行
statistics-reports = 報告
statistics-reported-rows = 報告した行
statistics-unchecked = 照会なしの割合
statistics-issued = つくった手紙
statistics-used = 使われた手紙
statistics-studies = 研究ごと（12か月）
statistics-study = 研究
statistics-fewer = 10未満
statistics-attested = 被保険者番号がないとされた行
statistics-attested-what = 照会のときに「被保険者番号がない」と書かれた行の、これまでの数です。番号があるのにそう書くと、ほかの機関に出された「断る」が届きません。

way-back-title = 入りなおすための手紙
way-back-lead = 番号 { $number } の方への手紙です。記録にある住所にだけ送ってください。
way-back-print-how = 印刷して封筒に入れてから、ボタンを押してください。そのあとは、ここでは読めません。控えは残さないでください。
way-back-until = { $day } まで、一度だけ使えます
way-back-letter-heading = アカウントに入りなおすためのコード
way-back-letter-what = 医療記録の二次利用のアカウントに入れなくなったと、窓口にお申し出がありました。このコードで、入りなおせます。
way-back-letter-steps = 下の住所（URL）を開き、コードを入れて、新しいパスキーをつくってください。そのあと 24時間は、利用の記録は見られず、断ったものを認めなおすこともできません。断ることは、すぐにできます。
way-back-letter-mistake = お心当たりがなければ、この手紙を捨てて、0120-000-000（平日 9:00〜18:00）にお電話ください。
ways-back-title = 印刷して送る手紙
ways-back-what = アカウントに入れなくなった方に、入りなおすためのコードを送ってください。住所を知っているのが、あなたの機関だからです。
way-back-done = 印刷しました。ここでは、もう読めません。

# /holder/leaflet
leaflet-title = 待合室に置くリーフレット
leaflet-lead = ブラウザーのメニューから「印刷」を選んでください（A4 横、両面、短い辺でとじる）。1枚を真ん中で1回折ります。
leaflet-outside = 外側
leaflet-inside = 内側
leaflet-cover = スマートフォンでこのページを開くか、受付で手紙を受け取ってください。
leaflet-what = 「控え」とは
leaflet-see = 見られます
leaflet-see-what = あなたの医療記録が、研究、新しい薬づくり、政策などに使われたとき、いつ、どこから、だれに、何のために渡ったかを見られます。
leaflet-refuse = 断れます
leaflet-refuse-what = すべて、企業の利用、目的ごと、研究ごとに、一度でどの病院の分も断れます。理由はいりません。いつでも変えられます。法律で断れない利用も、あったことは見られます。
leaflet-care = 診療は変わりません
leaflet-care-what = どう選んでも、治療も、費用も、受付での対応も変わりません。
leaflet-begin = はじめるには
leaflet-begin-what = 受付で、コードの入った手紙を受け取ってください。ページを開いて、コードと生年月日を入れ、スマートフォンでパスキーを作ります。パスワードはありません。
leaflet-help = スマートフォンやパソコンがないとき
leaflet-help-what = 電話 0120-000-000（平日 9:00〜18:00）、または受付で紙の用紙をもらってください。だれかと一緒でもできます。
