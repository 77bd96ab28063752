# /purposes
purposes-title = 利用の目的
purposes-lead = 医療の記録を治療のほかに使うときは、かならず、つぎのどれかの目的のためです。
purposes-refusable = 断れる目的
purposes-exempt = 断れない目的
purposes-not-refusable = 断れないもの
purposes-law = 根拠：{ $law }
purposes-never = けっして使われないこと
purposes-never-text =
    つぎのための利用は、だれが望んでも、登録できません。

    - 保険に入れるか、保険料をいくらにするかを決めること
    - お金を貸すかどうかを決めること
    - 雇うかどうかを決めること
    - 広告
    - だれの記録かを突き止めること
purposes-version = 目的の一覧 第{ $version }版

purpose-academic-research-example = 例：大学病院が、糖尿病の薬の組み合わせと合併症の関係を調べる。
purpose-drug-device-development-example = 例：製薬会社が、新しい薬の思わぬ症状を、たくさんの記録から見つける。
purpose-ai-development-example = 例：レントゲン写真から病気の疑いを知らせるプログラムをつくる。
purpose-care-quality-example = 例：手術のあとの感染を、病院どうしで比べて減らす。
purpose-policy-resources-example = 例：救急車や在宅医療を、どこにどれだけ置くかを決める。
purpose-official-statistics-example = 例：がんにかかった人の数を、都道府県ごとにまとめる。
purpose-education-example = 例：医学生が、実際の経過をもとに診断を学ぶ。
purpose-infectious-disease-control-example = 例：新しい感染症が、どこで、どれだけ広がっているかを調べる。

# /registrar/purposes
nav-purposes = 目的の一覧
catalogue-title = 目的の一覧の管理
catalogue-lead = 医療記録を何のために使ってよいかの一覧です。変えるには二人が必要で、変えるたびに新しい版になり、公開記録に載ります。
catalogue-new = 変更を提案する
catalogue-new-lead = ほかの人が公開するまで、何も変わりません。
catalogue-purpose = 新しい目的
catalogue-code-hint = 英小文字の言葉をハイフンでつなぎます。ずっと変わらず、病院のプログラムが使います。
catalogue-why-hint = それが何かを、選ぶ人のために、やさしい2文で書きます。
catalogue-parent-hint = その目的を断った方は、答えるまで、この目的も断ったことになります。
catalogue-exempt-box = 断れない（法律で除かれている）
catalogue-law = 法律で断れないとき
catalogue-law-why = 断れない目的には、法律とその条文、そして終わりの日が必要です。終わりの日の次の日から、断れるようになります。
catalogue-exempt-why = 公開すると、この目的は断れなくなります。今ある「断る」は、この目的には効かなくなります。そのことは、法律とともに、前もあともだれにでも見えます。
catalogue-propose = 提案する
catalogue-propose-why = ほかの担当者が読んで、公開します。
catalogue-waiting = 二人目を待っているもの
catalogue-waiting-none = 待っているものはありません。
catalogue-waiting-why = すべて読んでから公開してください。公開した瞬間から、すべての方に効きます。
catalogue-own = ご自身の提案です。ほかの人が公開します
catalogue-publish = 公開する
catalogue-discard = 捨てる
catalogue-unfit = 今の一覧に合わなくなりました
catalogue-current = 今の一覧
catalogue-refusable = 断れます
catalogue-exempt = 断れないようにする提案
catalogue-codes = EHDS 第53条第1項({ $ehds })・HL7 v3-ActReason { $act }
catalogue-parent = もとの目的: { $code }
catalogue-until = { $day } まで断れません
catalogue-versions = これまでの変更
catalogue-versions-why = 第1版は、はじめからあります。
catalogue-event-new = 新しい目的
catalogue-event-exempted = 断れなくなりました
catalogue-event-lapsed = 断れるようになりました
catalogue-done-proposed = 二人目を待っています。
catalogue-done-discarded = 捨てました。
catalogue-done-published = 新しい版が、今から効きます。
purposes-until = { $day } まで。次の日から断れます。
purpose-draft-code = コード
purpose-draft-name-ja = 日本語の名前
purpose-draft-name-en = 英語の名前
purpose-draft-why-ja = 日本語の説明
purpose-draft-why-en = 英語の説明
purpose-draft-ehds = EHDS 第53条第1項の文字
purpose-draft-act-reason = HL7 v3-ActReason のコード
purpose-draft-parent = もとの目的（前からある目的の一部のとき）
purpose-draft-law-ja = 法律と条文（日本語）
purpose-draft-law-en = 法律と条文（英語）
purpose-draft-until = 断れない最後の日
purpose-flaw-text = 空か、長すぎます
purpose-flaw-no-code = 使えるコードではありません
purpose-flaw-taken = このコードの目的は、もうあります。
purpose-flaw-prohibited = 医療記録を、これに使うことは決してできません。
purpose-flaw-no-date = 日付ではありません
purpose-flaw-over = 先の日付ではありません
