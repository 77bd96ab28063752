# /decisions/{index} と /verify：控えの証明
receipt-proof = 控えの証明
receipt-proof-why = この控えには、あとから変えられていないことを確かめるための証明が付いています。
receipt-none = 証明は、まだできていません。少し待ってから、このページをもう一度開いてください。
receipt-pending = 確認待ち：独立した立会人（記録を外から見ている団体）のうち、{ $count } 者がこの控えの記録に署名しました。{ $needed } 者の署名がそろうまで、「気づかれずに変えることはできない」とは言えません。
receipt-witnessed = 独立した立会人 { $count } 者が、この控えの入った記録に署名しています。気づかれずに変えることはできません。
receipt-download = 控えのファイルを保存する
receipt-verify = このブラウザーで確かめる
receipt-print = 印刷する
receipt-qr = 控えの全文を入れたコード
receipt-qr-how = このコードを読み取ると { $address } が開き、その場で控えを確かめます。控えの中身はどこにも送られません。
receipt-no-qr = この控えは長いため、コードにできません。確かめるには、控えのファイルを { $address } で選んでください。
receipt-whole = 控えの全文
receipt-offline = 自分のコンピューターで確かめる
receipt-offline-text =
    控えのファイルと公開ログの鍵があれば、インターネットにつながずに確かめられます。どこでも手に入る C2SP 形式（tlog-proof）なので、ほかの人が作ったプログラムも使えます。
receipt-no-script = このブラウザーでは JavaScript が動かないため、ここでは確かめられません。「自分のコンピューターで確かめる」の方法を使ってください。

verify-title = 控えを確かめる
verify-lead = 控えが本物か、あとから変えられていないかを、だれでも確かめられます。サインインは要りません。
verify-private = 控えは、このブラウザーの中だけで調べます。どこにも送りません。
verify-file = 控えのファイル
verify-file-hint = 名前が .tlog-proof で終わるファイルです。選ぶか、この画面の上に落としてください。
verify-text = または、控えの全文
verify-text-hint = 「c2sp.org/tlog-proof@v1」の行から最後の行まで、貼り付けてください。
verify-other = ほかの公開ログの控えを確かめる
verify-key = その公開ログの鍵
verify-key-hint = 一行に一つ。空のままなら、この公開ログの鍵で確かめます。
verify-do = 確かめる

verify-holds = この控えは正しいものです
verify-holds-own-key = 貼り付けられた鍵では、この控えは正しいものです
verify-fails = この控えは、正しいと言えません
verify-leaf-ok = 控えの内容から、刻印 { $imprint } を計算しました。
verify-included-ok = その刻印は、{ $size } 件の記録のなかの { $position } 番（0 から数えます）に入っています。
verify-signed-ok = その { $size } 件の記録には、{ $origin } の署名があります。
verify-leaf-bad = 内容が変えられています。
verify-included-bad = 内容・番号・証明が、署名された記録と合いません。
verify-signed-bad = 署名を確かめられませんでした。
verify-seen = 立会人が見て署名した日時：{ $seen }
verify-witnessed = 独立した立会人 { $witnesses } 者の署名があります。気づかれずに変えることはできません。
verify-pending = 確認待ち：独立した立会人の署名は、まだそろっていません（いま { $witnesses } 者）。記録がいつできたかを外の人が示すのは、署名がそろってからです。
verify-own-key = 貼り付けられた鍵で確かめました。その鍵が本物かどうかは、ここでは分かりません。
verify-then = 控えが示すのは、そのとき何を選んだかです。いま何を選んでいるかは示しません。
verify-unavailable = 確かめるための部品を読み込めませんでした。つながりを確かめて、もう一度お試しください。

verify-what = 選んだこと
verify-refused = { $what }を断る
verify-allowed = { $what }を認める
verify-purpose-unknown = ここで知られていない目的のための利用
verify-by-patient = 本人
verify-by-proxy = 代理人
verify-by-staff = 窓口（本人の申し出）
verify-no-decision = 選択ではなく、別の種類の記録（{ $kind }）の控えです。
verify-unreadable = 記録には入っていますが、内容はこのページでは読み取れません。

verify-shows = 分かること、分からないこと
verify-shows-said = 控えにある内容が、その番号で、署名された記録に入っていること。
verify-shows-not-now = いま何を選んでいるかは、分かりません。いまの選択の証明は、だれも求めることができません。
verify-shows-not-who = だれの控えかは、控えだけでは分かりません。

receipt-fault-not-a-receipt = これは控えのファイルではありません。
receipt-fault-malformed = 控えの一部が欠けているか、壊れています。
receipt-part-leaf = 読み取れないのは「内容」です（「extra」で始まる行）。
receipt-part-index = 読み取れないのは「番号」です（「index」で始まる行）。
receipt-part-proof = 読み取れないのは「証明」です（番号のあとの行）。
receipt-part-checkpoint = 読み取れないのは「署名された記録」です（空の行のあと）。
receipt-fault-other-log = 別の公開ログ「{ $about }」の控えです。その公開ログの鍵があれば、「ほかの公開ログの控えを確かめる」で確かめられます。
receipt-fault-unknown-key = この公開ログの名前がありますが、知られている鍵の署名がありません。
receipt-fault-retired-key = 「{ $about }」の、もう使われていない鍵の署名しかありません。その鍵が使われなくなったあとの記録は、その署名だけでは確かめられません。
receipt-fault-bad-signature = 「{ $about }」の署名が合いません。署名のあとで変えられたか、ほかの人が作ったものです。
receipt-fault-bad-cosignature = 立会人「{ $about }」の署名が合いません。
receipt-fault-leaf-changed = 内容が変えられています。この内容は、記録に入っていません。
receipt-fault-beyond-checkpoint = 番号が、署名された記録の件数より大きくなっています。番号が変えられています。
receipt-fault-not-included = この内容は、署名された記録の、この番号には入っていません。内容、番号、証明のどれかが変えられています。
receipt-fault-bad-key = 貼り付けられた鍵を読み取れません。「名前＋番号＋鍵」が + でつながった一行です。
