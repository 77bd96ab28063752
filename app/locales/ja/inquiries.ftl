# /inquiries と /inquiries/{id}、窓口の /desk と /desk/cases/{id}
problem-too-many-waiting = 窓口がまだお答えしていないものが、たくさんあります。答えが届いてから、続きを送ってください。
notice-inquiry-answered = お問い合わせに、窓口が答えました。
notice-inquiry-answered-see = 答えを読む

inquiries-title = お問い合わせ
inquiries-lead = わからないこと、気になることを、窓口に聞けます。答えはここに届き、ホームにもお知らせが出ます。
inquiries-ask = 窓口に聞く
inquiries-about = この利用について
inquiries-about-not = ほかのことを聞く
inquiries-text = 聞きたいこと
inquiries-who-reads = 読むのは、受け持った窓口の職員ひとりだけです。その職員は、あなたの選択を見ることができます。見たことと、その日時は、あなたにも見えます。
inquiries-send = 送る
inquiries-asked = これまでのお問い合わせ
inquiries-empty = お問い合わせは、まだありません
inquiries-empty-why = 送ったものと、その答えが、ここに並びます。
inquiries-pages = お問い合わせのページ
inquiries-newest = 新しいものに戻る
inquiries-older = 前のお問い合わせ
inquiries-to = お問い合わせ
inquiries-to-why = 窓口に聞いたことと、その答えです。
inquiries-against = 選択に反する利用
use-ask = この利用について窓口に聞く

inquiry-title = お問い合わせの内容
inquiry-to-list = お問い合わせの一覧へ
inquiry-to-use = この利用の記録を見る
inquiry-kind-general = そのほかのこと
inquiry-kind-use = 記録の利用について
inquiry-kind-conflict = 選択に反する利用について
inquiry-status-open = 受け付けました
inquiry-status-open-what = 窓口の職員が、順番に読んでいます。
inquiry-status-taken = 窓口で対応中
inquiry-status-taken-what = 窓口の職員がひとり、受け持っています。
inquiry-status-answered = 答えが届きました
inquiry-status-answered-what = 続けて聞くことも、これで終わりにすることもできます。
inquiry-status-closed = 終わりました
inquiry-status-closed-what = このお問い合わせは終わっています。ほかに聞きたいことがあれば、新しく送ってください。
inquiry-closed-for-now = いまは見られません
inquiry-closed-until = あなたを守るため、入りなおす前に書かれたものは { $until } まで見られません。新しく書くことは、いまもできます。
inquiry-done-asked = 送りました。答えが届くと、ホームにお知らせが出ます。
inquiry-done-sent = 送りました。
inquiry-done-closed = 終わりにしました。
inquiry-write-on = 続けて書く
inquiry-reply = 伝えたいこと
inquiry-close = このお問い合わせを終わりにする

writing-hint = { $limit }字まで書けます。
writing-too-long = 長すぎます。{ $limit }字までのところ、いま { $count }字あります。書いたものは、下に残っています。
writing-empty = なにも書かれていません。

thread-you = あなた
thread-person = ご本人
thread-desk = 窓口

desk-title = 窓口
desk-lead = 待っているお問い合わせと、あなたが受け持っているものです。
desk-mine = 受け持っているもの
desk-taken = 対応中
desk-answered = 回答ずみ
desk-waiting = 待っているもの
desk-waiting-why = 古いものから順です。受け持つと内容が読め、ご本人の画面が開きます。開いたことは、ご本人に見えます。
desk-nothing = 待っているお問い合わせは、ありません
desk-nothing-why = 新しいお問い合わせは、ここに並びます。
desk-take = 受け持つ
desk-today = 24時間以内
desk-days = { $count }日前
desk-pages = 窓口のページ
desk-oldest = いちばん古いものに戻る
desk-later = 次のお問い合わせ
desk-to-decide = ほかの職員が、{ $count }件の承認を待っています。
desk-to-decide-see = 承認の画面へ
desk-incidents = 対応が要ることが、{ $count }件あります。
desk-incidents-see = 対応の画面へ
desk-done-given-back = 待っているものに戻しました。
desk-done-closed = お問い合わせを終わりにしました。

case-title = お問い合わせへの対応
case-to-desk = 窓口へ
case-asked-at = 届いた日時
case-language = 言語
case-status = 状況
case-about = ご本人が聞いている利用
case-answer = 回答する
case-answer-language = 回答の言語：{ $language }
case-templates = 回答のひな形
case-templates-how = ひな形を選ぶと、書きかけのものと入れ替わります。先に選んでください。
case-template-looking = 調べていることを伝える
case-template-conflict = 選択に反する利用について
case-template-refuse = 断り方を伝える
case-template-more = くわしく聞く
case-text = 回答
case-send = 回答を送る
case-close = このお問い合わせを終わりにする
case-give-back = 待っているものに戻す
case-person-title = ご本人の画面
case-person-why = ご本人の選択と、聞かれた利用だけが見えます。見たことと、その理由は、ご本人に見えます。
case-person = ご本人の画面を開く
case-look = もう一度、ご本人の画面を開く
case-done-taken = 受け持ちました。ほかの職員は読めません。
case-done-answered = 回答を送りました。ご本人にお知らせが出ます。

answer-looking =
    お問い合わせありがとうございます。

    いま、渡した機関に確かめています。わかりしだい、こちらにお知らせします。
answer-conflict =
    お問い合わせありがとうございます。

    あなたが断っていたのに記録が渡されたことを、確かめました。申し訳ありません。
    渡した機関に、理由と、これからどうするかを説明するよう求めています。この記録が消えることはありません。
answer-refuse =
    お問い合わせありがとうございます。

    「わたしの選択」で、その目的を「断る」にすると、これからの利用はすぐに止まります。すでに渡された記録を取り戻すことは、できません。
    電話（0120-000-000、平日 9〜18時）でも受け付けています。
answer-more =
    お問い合わせありがとうございます。

    くわしく調べるために、次のことを教えてください。
