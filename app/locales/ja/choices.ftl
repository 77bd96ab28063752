# /choices
choices-title = わたしの選択
choices-lead = あなたの治療には影響しません。理由は要りません。いつでも、何度でも変えられます。
choices-saved = 保存しました
choices-saved-since = { $moment } から。控え番号 { $number }
choices-saved-receipt = 控えを見る
choices-saved-undo = 元に戻す
choices-allowed = 認めています
choices-refused = 断っています
choices-switch-label = { $what }を認める
choices-since-allow = { $moment } から認めています
choices-since-refuse = { $moment } から断っています

choices-all = すべての二次利用
choices-all-why = 下の選択にかかわらず、治療のほかの利用をまとめて断ることができます。断ったあとで、研究を一つずつ認めることもできます。
choices-who = だれが使うか
choices-commercial = 民間企業が加わる利用
choices-commercial-why = 製薬・医療機器・AIなどの企業が、使う人として加わるもの。
choices-what-for = 何のためか
choices-studies = 研究ごとに選ぶ
choices-studies-why = あなたの記録を使った研究です。目的では認めて、一つの研究だけ断ることも、その逆もできます。
choices-studies-none = あなたの記録を使った研究は、まだありません。
choices-study-ended = 終わった研究
choices-not-refusable = 断れないもの
choices-not-refusable-why = 法律により、断ることができません（{ $basis }）。使われたときは、利用の記録に残ります。
choices-study-exempt-why = 法律により、断ることができない研究です（{ $basis }）。

choices-covered-by-all = 「すべての二次利用」を断っているので、これも断られています。
choices-covered-by-purpose = ほかの目的の選択により、これも断られています。
choices-study-denied-all = 「すべての二次利用」を断っているためです。
choices-study-denied-purpose = この研究の目的を断っているためです。
choices-study-denied-commercial = 民間企業が加わる利用を断っているためです。
choices-study-allowed = この研究は、ほかの選択より優先して認めています。
choices-locked = 別の手続きで断られたものです。認めるように戻すには、もう一つの確認（別の機関の手紙など）が必要です。
choices-closed = { $until } まで、認めるように戻せません。

choices-closed-title = { $until } まで、断ったものを認めるように戻せません
choices-closed-why = 控えのコードで入り直した方を守るための 24時間です。断ることは、いまもできます。
choices-effect = いつから、どうなりますか
choices-effect-at-once = 新しい確認には、変えたすぐあとから、新しい選択で答えます。
choices-effect-24h = すでに答えた確認は、その期限まで（長くて 24時間）使われることがあります。
choices-effect-not-back = すでに渡された記録や、終わった研究の結果は、戻りません。
choices-weigh = 断ることと、認めること
choices-weigh-refuse = 断ると、あなたの記録は治療のほかに使われません。断る人が多いと、病気の傾向を正しく知ることは難しくなります。
choices-weigh-allow = 認めると、研究や医療の改善に使われます。名前などを除いても、だれの記録か知られるおそれは、なくなりません。
choices-weigh-neither = どちらを選んでも、治療や費用で不利になることはありません。
choices-history = これまでの選択を見る
choices-failed = 記録できませんでした

purpose-academic-research-why = 大学や研究所が、病気の原因や治療を調べるため。
purpose-drug-device-development-why = 新しい薬や機器をつくり、安全を確かめるため。
purpose-ai-development-why = 診断を助けるプログラムなどをつくるため。
purpose-care-quality-why = 病院どうしで比べ、医療をより安全にするため。
purpose-policy-resources-why = 国や自治体が、医療のしくみや人の配置を考えるため。
purpose-official-statistics-why = 国が、病気や医療の統計をつくるため。
purpose-education-why = 医師や看護師などが学ぶため。
purpose-infectious-disease-control-why = 感染症の広がりを知り、防ぐため。
choices-allowed-by-itself = 個別には認めています
