# /account：メールアドレスと、メールの文面
contact-title = メール
contact-why = 新しいことがあったときに、メールでお知らせできます。メールに書くのはそのことだけで、健康のことは書きません。
contact-off = ここからは、メールをお送りしていません。新しいことは、ホームに出ます。
contact-none = まだ登録されていません。
contact-address = メールアドレス
contact-address-hint = はじめに、番号をメールでお送りします。その番号をここに入れるまで、このアドレスは使いません。
contact-enter = 番号を送る
contact-change = ほかのアドレスにする
contact-waiting = { $address } に番号を送りました。{ $moment } まで使えます。
contact-code = メールの番号
contact-code-hint = 6けたの数字です。届かないときは、迷惑メールをご覧になるか、1分たってからアドレスを入れなおしてください。
contact-confirm = アドレスを確かめる
contact-now = { $address } にお知らせしています。
contact-topics = お知らせする内容
contact-topic-security = サインインやこのアドレスが変わったとき（いつも）
contact-topic-conflicts = あなたの選択に反する利用があったとき
contact-topic-inquiries = お問い合わせの答えがあったとき
contact-choose = 保存する
contact-remove = アドレスを消す
contact-remove-what = メールは届かなくなります。新しいことは、ここで見られます。
contact-remove-do = このアドレスを消す
account-done-contact-entered = 番号をメールでお送りしました。ここに入れてください。
account-done-contact-confirmed = アドレスを確かめました。
account-done-contact-topics = お知らせする内容を保存しました。
account-done-contact-removed = アドレスを消しました。
mail-code-subject = 控え：確認の番号
mail-code-text = 番号：{ $code }
    15分のあいだに、アカウントのページで入れてください。お心当たりがないときは、何もしなくてかまいません。
mail-security-subject = 控え：アカウントについて
mail-security-text = サインインやアカウントのことで、変わったことがあります。ご覧ください。
    { $address }
    お心当たりがないときは、すぐに電話 0120-000-000（平日 9時〜18時）へどうぞ。
mail-news-subject = 控え：新しいお知らせ
mail-news-text = 控えに、新しいことがあります。ご覧ください。
    { $address }
mail-foot = 控えが、メールで番号や暗証をお聞きすることはありません。お知らせする内容は、アカウントのページで選べます。
problem-invalid-address = メールアドレスとして読めませんでした。name@example.jp のような形で入れてください。
problem-contact-code-rejected = 番号がちがうか、古くなっています。いちばん新しいメールを見るか、アドレスを入れなおしてください。
notice-contact-changed = メールアドレスが変えられたか、消されました。
notice-number-shared = 窓口が、あなたの番号のひとつで、生年月日の違う別の人を登録しました。心あたりがなければ、お問い合わせください。
