# /account と /account/recovery-code
account-title = アカウント
account-done-passkey-added = パスキーを加えました。ほかの端末でのサインインは終わらせました。
account-done-passkey-removed = パスキーを消しました。ほかの端末でのサインインは終わらせました。
account-done-session-ended = サインインを終わらせました。
account-closed = { $moment } まで、できることがかぎられています
account-closed-why = 復旧コードで入りなおしたためです。利用の記録を見ることと、断ったものを認めなおすことは、それからできます。断ることは、いまもできます。
account-notices = お知らせ
account-notice-seen = 読みました

account-passkeys = パスキー
account-passkeys-why = サインインに使う鍵です。二つ以上あると、一つをなくしても入れます。
account-passkey = パスキー { $number }
account-passkey-made = つくった日
account-passkey-unused = まだ使っていません。
account-passkey-set-aside = 復旧の前のパスキー
account-passkey-remove = 消す
account-passkey-remove-one = { $name } を消す
account-passkey-remove-what = このパスキーでは、もう入れなくなります。ほかの端末でのサインインも終わります。
account-passkey-remove-do = このパスキーを消す

account-code = 復旧コード
account-code-why = パスキーをすべてなくしたときに、これで入りなおせます。紙に残して、しまっておくものです。
account-code-has = つくってあります
account-code-none = まだありません
account-code-renew-what = なくしたときや、人に見られたときは、つくりなおしてください。前のコードは使えなくなります。
recovery-code-make = 復旧コードをつくる
recovery-code-renew = 復旧コードをつくりなおす

account-sessions = サインインしている場所
account-sessions-why = 心当たりのないものは、終わらせてください。30分使わないと、自動で終わります。
account-sessions-why-work = 心当たりのないものは、終わらせてください。15分使わないとき、また12時間たつと、自動で終わります。
account-session-from = サインインした日時
account-last-used = 最後に使った日時
account-session-here = いまの端末
account-session-end = 終わらせる
account-session-end-one = { $session } からのサインインを終わらせる

account-work-lost = パスキーをすべてなくしたときは
account-work-lost-staff = 仕事で使うアカウントに、復旧コードはありません。管理者に伝えてください。管理者が利用を終わらせ、新しく招待します。
account-work-lost-operator = 仕事で使うアカウントに、復旧コードはありません。機関の管理者に伝えてください。利用を終わらせ、新しく招待します。機関の管理者がいないときは、0120-000-000（平日 9:00〜18:00）にお電話ください。

account-level = ご本人の確認
account-level-1 = 確認 1つ
account-level-1-what = 手紙を出した機関だけが、あなたを確かめています。断ることは、すべてできます。見られるのは、その機関が渡した利用だけです。ほかの機関から届いた手紙の番号を入れると、すべての機関の利用が見られ、ほかの方法で断ったものも認めなおせます。
account-level-2 = 確認 2つ
account-level-2-what = 2つの別々の方法で、あなただと確かめられています。すべての機関の利用を見て、すべての選択を変えられます。
account-level-more = ほかの手紙の番号を入れる

cancel-title = 復旧を取り消せます
cancel-lead = このアカウントは、印刷した復旧コードか、窓口で渡した番号で、入りなおされました。これは、その前のパスキーでのサインインです。
cancel-what = 入りなおしたのがあなたでなければ、取り消してください。新しいパスキーは消え、そのサインインは終わり、前のパスキーがまた使えるようになります。
cancel-do = 復旧を取り消す
cancel-not = わたしがしました（サインアウト）
cancel-help = だれかがそのコードや番号を手に入れたのかもしれません。印刷した復旧コードをお持ちなら、取り消したあと、新しいものをつくってください。分からないときは、電話 0120-000-000（平日 9時〜18時）へどうぞ。

recovery-code-title = 復旧コード
recovery-code-lead = パスキーをすべてなくしたときに、このコードで入りなおせます。
recovery-code-keep = 紙に残して、大切なものと一緒にしまってください。スマートフォンの写真やメールには残さないでください。
recovery-code-print = 印刷するときは、ブラウザーのメニューから「印刷」を選んでください。書きうつしてもかまいません。
recovery-code-once = 一度だけ使えます。新しくつくると、前のコードは使えなくなります。
recovery-code-ten-minutes = このページが見られるのは、つくってから 10分のあいだです。
recovery-code-kept = 紙に残しました
recovery-code-gone = つくったコードを見られるのは、10分のあいだだけです。なくしたときは、つくりなおせます。
recovery-code-to-account = アカウントのページへ

account-done-protected = 保護をはじめました。印刷したコードと前の手紙のコードは、もう使えません。必要なときは、新しいコードを印刷してください。
account-protection = 身を守る
account-protection-why = 暴力やつきまといの心配がある方のためのものです。
account-protection-see = どうなるかを見て、はじめる
account-protection-proxies = あなたの代理の人には、何も見えなくなります。
account-protection-codes = コードは郵便では送りません。印刷したコードと、前の手紙のコードは使えなくなります。
account-protection-names = 病院などの名前は、パスキーを使った直後だけ出ます。
account-protection-desk = 窓口の職員があなたの画面を見るには、二人の同意が要ります。
account-protection-lift = 終わらせるには、窓口に来て、二人の職員に本人であることを示してください。ここではできません。
account-protection-do = いますぐ保護をはじめる
account-protection-since = { $date } から保護されています
