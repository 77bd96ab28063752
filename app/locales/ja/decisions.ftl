# /decisions と /decisions/{index}
decisions-title = これまでの選択
decisions-lead = あなたがいつ、何を選んだかの記録です。新しい選択は書き足すだけで、前の選択に上書きはしません。気づかれずに変えられないように公開ログに印を残し、法令で消すことになっても、その印は残ります。
decisions-lead-other = この人について、いつ、だれが、何を選んだかの記録です。新しい選択は書き足すだけで、前の選択に上書きはしません。気づかれずに変えられないように公開ログに印を残し、法令で消すことになっても、その印は残ります。
decisions-empty = まだ何も選んでいません
decisions-empty-why = 何も選んでいないあいだは、法律にもとづく二次利用が行われることがあります。
decisions-empty-do = わたしの選択を見る
decisions-older = 前の選択を見る
decisions-newest = 新しい選択に戻る
decisions-receipt = 控えを見る
decisions-since = { $moment } から有効
decisions-how = { $by }・{ $channel }

# 縦線の間は、控えで色がつく言葉
decided-refuse = { $what }を¦断りました¦
decided-allow = { $what }を¦認めました¦
scope-all = すべての二次利用
scope-commercial = 民間企業が加わる利用
scope-purpose = { $name }のための利用
scope-study = 「{ $title }」への利用
scope-study-unnamed = 一つの研究への利用

decided-by-patient = 本人
decided-by-proxy = 代理人
decided-by-staff = 窓口（本人の申し出）
channel-online = この画面
channel-phone = 電話
channel-paper = 紙
channel-counter = 窓口

decision-title = あなたの控え
decision-lead = あなたが選んだことの控えです。
decision-number = 控え番号 { $number }
decision-recorded = 記録した日時
decision-effective = 効力の始まり
decision-how = 手続きした人・方法
decision-notice = 説明文の版
decision-catalogue = 見せた目的の一覧
decision-catalogue-version = 第 { $version } 版
decision-leaf = 刻印
decision-now-same = いまも、この選択のままです。
decision-now-changed = このあと、新しい選択をしています。
decision-now-link = いまの選択を見る
decision-meaning = この控えで分かること
decision-means-said = あなたがこの日時に、このとおり選んだこと。
decision-means-order = この選択が、公開ログの { $number } 番目の記録（0 から数えます）であること。
decision-means-mark = 刻印は、この控えの内容から計算した短い印です。内容が一文字でも変わると、印も変わります。
decision-means-not-now = いま何を選んでいるかは、これでは分かりません。「わたしの選択」で見られます。
decision-print = 印刷のしかた
decision-print-how = ブラウザーのメニューから「印刷」を選んでください（パソコンでは Ctrl＋P、Mac では ⌘＋P）。A4 一枚に、控えだけが印刷されます。
decision-all = これまでの選択の一覧
decisions-pages = 選択のページ
