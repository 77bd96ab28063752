# /sign-in, /activate, /recover, /welcome
sign-in-title = サインイン
sign-in-lead = この端末のパスキー（顔・指・画面ロック）で入ります。名前もパスワードも要りません。
sign-in-do = パスキーでサインイン
sign-in-already = いま、サインインしています。
sign-in-already-go = ホームへ
sign-in-passkey-removed = パスキーを取りのぞきました。ほかのパスキーでサインインしてください。
sign-in-recovery-cancelled = 復旧を取り消しました。前のパスキーは、また使えます。もう一度サインインしてください。
sign-in-first-time = はじめての方
sign-in-first-time-how =
    お手元の手紙の番号で、[はじめの手続き](/activate)をしてください。
sign-in-lost = パスキーをなくした方
sign-in-lost-how =
    印刷した復旧コードがあれば、[復旧コードで入りなおす](/recover)ことができます。

    復旧コードもないときは、電話 [0120-000-000](tel:0120000000)（平日 9時〜18時）へどうぞ。断ることは、電話でもできます。

activate-title = はじめの手続き
activate-lead = 手紙に印刷された番号と生年月日を入れてください。3分ほどで終わります。
activate-lead-signed-in = ほかの医療機関などから届いた手紙の番号を入れると、その機関の記録もここで見られるようになります。
activate-code = 手紙の番号
activate-code-hint = 数字と英字で 14文字です。つなぎの線や、大文字・小文字のちがいは気にしなくてかまいません。
activate-code-missing = 手紙の番号を入れてください。
activate-birth-date = 生年月日
activate-birth-date-hint = 西暦で、年・月・日の順に。例 1979-04-02（1979年4月2日）
activate-birth-date-unread = 生年月日を、例のように西暦で入れてください。
activate-open = つぎへ
activate-accepted = 番号を確かめました。つぎは、パスキーです
activate-passkey-is = パスキーは、パスワードのかわりになる鍵です。この端末の顔・指・画面ロックで開きます。顔や指のデータが、この端末の外へ出ることはありません。
activate-passkey-how = ボタンを押すと、端末が「パスキーを保存しますか」などとたずねます。画面のとおりに進んでください。
activate-make = パスキーをつくる
activate-no-letter = 手紙がないとき
activate-no-letter-how =
    かかっている医療機関や健康保険の窓口にお願いするか、電話 [0120-000-000](tel:0120000000)（平日 9時〜18時）へどうぞ。
    手紙がなくても、断ることは電話と紙でできます。

ceremony-unread = 入力を確かめてください。
passkey-add = パスキーを加える
passkey-cancelled = 途中で閉じられたか、時間が過ぎました。もう一度押すと、やりなおせます。
passkey-unsupported = この端末かブラウザーでは、パスキーを使えません。画面ロックをかけるか、ほかの端末・ほかのブラウザーでためしてください。電話 0120-000-000 でも手続きできます。
passkey-already = この端末には、このアカウントのパスキーがもうあります。加えるときは、ほかの端末をお使いください。
passkey-failed = 端末から、はっきりした答えがありませんでした。もう一度ためしてください。

recover-title = 復旧コードで入りなおす
recover-lead = パスキーをなくしたときは、印刷しておいた復旧コードか、窓口で受け取った番号を入れて、新しいパスキーをつくります。
recover-code = 復旧コード
recover-code-hint = 数字と英字で 26文字です。つなぎの線や、大文字・小文字のちがいは気にしなくてかまいません。
recover-code-missing = 復旧コードを入れてください。
recover-open = つぎへ
recover-accepted = コードを確かめました。新しいパスキーをつくってください
recover-make = 新しいパスキーをつくる
recover-then = 入りなおしたあと
recover-then-what =
    コードをひろった人が入ろうとしたときに、あなたを守るため、24時間は、できることがかぎられます。

    - 利用の記録は見られません。
    - 断ったものを、認めなおすことはできません。
    - **断ることは、すぐにできます。**
    - 前のパスキーでサインインすると、入りなおしを取り消せます。

    使った復旧コードは、もう使えません。入りなおすと、すぐに新しいコードが出ます。印刷するか、書きうつしてください。
recover-no-code = 復旧コードもないとき
recover-no-code-how = 電話 [0120-000-000](tel:0120000000)（平日 9時〜18時）へどうぞ。ご本人かどうかを確かめてから、手続きします。断ることは、その電話でもできます。

welcome-done = アカウントができ、サインインしました。
welcome-title = もう一つ、戻る道をつくっておきましょう
welcome-lead = この端末をなくしても入れるように、どちらか一つをおすすめします。
welcome-passkey = ほかの端末にもパスキーをつくる
welcome-passkey-why = 家のパソコンやタブレット、セキュリティキーなどに、もう一つの鍵をつくります。
welcome-code = 復旧コードを紙に残す
welcome-code-why = 26文字のコードを印刷するか書きうつして、通帳などと一緒にしまいます。
welcome-later = あとにして、ホームへ進む
