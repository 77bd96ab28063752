# 医療機関などの担当者が、渡す前に一覧を照会するページ。

check-file-title = リストの照会
check-file-lead = 記録を渡す前に、対象となる人のリストを照会します。同じ並びのまま、1行ごとに「渡してよい・渡してはいけない」の答えがついて戻ります。
check-file-what-for = 何に使うための照会ですか
check-file-what-for-hint = 登録された研究を選ぶと、渡したあとの報告に使う印（token）もつきます。研究が決まる前の計画には、目的だけを選べます。
check-file-choose = 選んでください
check-file-studies = 登録された研究
check-file-planning = 計画のため（企業が加わらない）
check-file-planning-commercial = 計画のため（企業が加わる）
check-file-file = リスト（CSVファイル）
check-file-file-hint = Excelで保存したCSVをそのまま使えます。この枠にファイルを置くこともできます。
check-file-columns = 必要な列
check-file-columns-what =
    1行目は列の名前にしてください。次のどれかの列が必要です。ほかの列は、そのまま戻ります。

    - **insured_number** または「被保険者番号」: 保険者番号:記号:番号:枝番
    - **patient_number** または「患者番号」: この機関の患者番号
    - **system** と **value** の2列

    1人について番号がいくつもあるときは、列を並べてください。どの番号でも本人に届きます。文字コードはUTF-8とShift_JIS（CP932）のどちらでもかまいません。
check-file-go = 照会する
check-file-on-its-way = 照会しています
check-file-stay = 終わるまで、このページを開いたままにしてください。
check-file-answered = 照会が終わりました
check-file-permit = 渡してよい
check-file-deny = 渡してはいけない
check-file-error = 答えられない
check-file-answered-what = 「渡してはいけない」人と「答えられない」行の記録は、渡さないでください。答えは24時間使えます。最後の行の #summary がないファイルは使えません。
check-file-download = 答えのついたファイルを保存する
check-file-nothing-may-be-disclosed = 照会は終わっていません。何も渡してはいけません
check-file-broke-off = 通信が途中で切れました。もう一度、はじめから照会してください。
check-file-test-persons = 確認のための3人
check-file-test-persons-why = どのリストにも、この3つの患者番号を必ず入れてください。実在しない、いつも断っている人です。答えが「渡してはいけない」になれば、断りがきちんと届いています。
check-file-test-persons-how = 患者番号の列に、1行に1つずつ入れます。統計やお問い合わせには出てきません。

lists-title = 最近の照会
lists-none = まだ照会したリストはありません。
lists-when = 日時
lists-rows = 行の数
lists-tests = 確認のための3人
lists-tests-of = { $all }人のうち{ $denied }人が届いた
lists-alarm-title = 断りが届いていないおそれがあります
lists-alarm = { $moment }のリストでは、確認のための3人のうち{ $missing }人が入っていなかったか、「渡してはいけない」になりませんでした。
lists-alarm-what-to-do = このリストの記録は渡さないでください。3人を入れてリストを作り直し、もう一度照会してください。
