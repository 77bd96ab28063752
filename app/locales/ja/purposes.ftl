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
