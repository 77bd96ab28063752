# /overview: まちがい、いまの選択、新しいこと、の順
overview-title = あなたの記録の今
overview-title-other = この人の記録の今
overview-first-visit = ようこそ。あなたの医療の記録が、治療のほかの目的で、どこへ渡されたかを見られます。
overview-nothing-new = 前回ご覧になった { $date } から、新しい利用はありません。
overview-new = 前回ご覧になった { $date } から、新しい利用が { $count }件ありました。
overview-new-more = 前回ご覧になった { $date } から、新しい利用が { $count }件より多くありました。

overview-conflict-tag = ご確認ください
overview-conflict-one = あなたの選択に反する利用が 1件あります
overview-conflict-several = あなたの選択に反する利用が { $count }件あります
overview-conflict-many = あなたの選択に反する利用が { $count }件以上あります
overview-conflict-line = { $date }、{ $holder }から「{ $study }」へ。
overview-conflict-see = 詳しく見る

overview-closed = 利用の記録は { $until } まで閉じています
overview-closed-why = 入りなおしたあとの 24時間は、あなたを守るため、記録を見ることも、断ったものを認めるように戻すこともできません。断ることは、いつでもできます。
overview-second-way = パスキーをなくしたときのために
overview-second-way-why = いまの入り方は一つだけです。もう一つ用意しておくと、電話をなくしても、すぐに入れます。
overview-second-way-do = もう一つ用意する
overview-level-one = いま見られるのは、手紙を出した機関の記録だけです
overview-level-one-why = 別の機関からの手紙の番号を入れると、すべての機関の記録を見られます。断ることは、いまでも全部できます。
overview-level-one-do = もう一つの番号を入れる

overview-notices = お知らせ
overview-notice-seen = 読みました
overview-holds = いまの選択
overview-holds-nothing = 何も断っていません
overview-holds-nothing-why = 法律にもとづく二次利用が行われることがあります。断りたいときは、いつでも断れます。
overview-holds-all = すべて断っています
overview-holds-all-why = 治療のほかの利用を、まとめて断っています。
overview-holds-some = 一部を断っています
overview-holds-some-why = 断っているもの
overview-holds-more = ほか { $count }件
overview-holds-do = 選択を見る・変える

overview-uses = これまでの利用
overview-uses-unit = 件
overview-uses-unit-more = 件以上
overview-uses-none = まだありません
overview-uses-why = あなたの記録が、治療のほかの目的で渡された回数です。
overview-uses-none-why = あなたの記録が渡されたという報告は、まだありません。
overview-uses-closed = いまは閉じています
overview-uses-do = 利用の記録を見る

overview-asked-card = 問い合わせた機関
overview-asked-none = まだありません
overview-asked-last = 最後は { $date }
overview-asked-card-why = 記録を渡す前に、あなたの選択をここに確かめた機関です。
overview-asked-unit = か所
overview-asked-unit-more = か所以上
overview-asked-do = どこが、何のために確かめたか

overview-newest = 新しい利用
overview-all-uses = すべて見る
overview-asked = だれが確かめたか
overview-asked-lead = 医療機関やデータベースは、記録を渡す前に、あなたの選択をここで確かめます。確かめただけで、渡したとはかぎりません。
overview-asked-holder = 機関
overview-asked-for = 何のため
overview-asked-first = 最初
overview-asked-latest = 最後
overview-asked-count = 回数
overview-asked-answer = 最後の答え
overview-asked-times = { $count }回
overview-asked-permitted = 認める
overview-asked-denied = 断る
overview-holds-studies = 研究 { $count }件
overview-asked-all = すべて見る
