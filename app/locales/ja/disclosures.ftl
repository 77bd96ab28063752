# /holder/disclosures 以下: 提供の報告

disclosures-title = 提供の報告
disclosures-lead = どの研究に、いつ、どなたの記録を渡したかを、ここで報告します。ご本人は、自分のページで見ることができます。報告は消えません。まちがいは、新しい報告で直します。
disclosures-new = 新しい報告
disclosures-correct = この報告を訂正する
disclosures-columns = ファイルの列
disclosures-columns-what =
    照会の結果のファイルを、そのまま使えます。1行目は列の名前です。

    - **insured_number**（被保険者番号）、**patient_number**（患者番号）、または **system** と **value**: 照会と同じです
    - **token**: 照会の結果にあります。ない行は「照会なし」になります
    - **record_count**（件数）: 記録の数
    - **decision**: permit でない行は報告しません
    - **display**: full、generic、hidden のどれか。generic と hidden には **display_reason**（undisclosed-diagnosis、risk-of-harm、third-party）、**clinician_role**（attending-physician、department-head、hospital-director、other-physician）、**review_by**（12か月以内の見直しの日）も要ります

    1回の報告は10,000行までです。
disclosures-list = これまでの報告
disclosures-none = まだ報告はありません。
disclosures-pages = 一覧のページ
disclosures-newest = 新しいものに戻る
disclosures-older = 前の報告
disclosures-rows = { $n ->
   *[other] ・{ $count }行
}
disclosures-conflicts = 選択に反するもの { $count }件
disclosures-unchecked = 照会なし { $count }件
disclosures-is-correction = 訂正の報告

report-title = 提供の報告
report-to-list = すべての報告
report-study = 研究
report-disclosed-at = 渡した日時
report-disclosed-at-hint = 日本の日時です。これから先の日時は書けません。
report-reported-at = 報告した日時
report-recipient = 受け取った先
report-recipient-hint = 組織と部署を書いてください。人の名前は書かないでください。
report-form = 加工のしかた
report-categories = 記録の種類
report-records-from = 記録の期間（はじめ）
report-records-to = 記録の期間（おわり）
report-check = 照会の番号
report-check-hint = 結果の最後の行にある check_id です。ファイルにあれば、そこから読みます。
report-file = 行（CSVファイル）
report-file-hint = 照会の結果のファイルを、そのまま選べます。ここに置くこともできます。
report-include-denied = 「提供できない」とされた人の記録も渡してしまったので、その行も報告する
report-to-preview = 報告の内容を確かめる
report-to-preview-what = まだ報告されません。書いた内容は、暗号にして1時間だけ残します。
report-preview-title = 報告する前に
report-preview-lead = 数が、手元の一覧と合っているか確かめてください。まだ報告されていません。
report-preview-good = 報告する行
report-preview-unchecked = そのうち照会なし
report-preview-unchecked-what = その照会の正しい token がない行は「照会なし」になります。ご本人にもそう見えます。
report-preview-left-out = 報告しない行
report-preview-nothing = 報告できる行がありません。
report-go = { $count }行を報告する
report-go-what = 2回押しても、1回の報告になります。
report-change = 書いた内容を直す
report-drop = やめて一覧に戻る
report-faulty = 書いた内容は残っています。ファイルは、もう一度選んでください。
report-left-out = 報告しない行
report-left-out-more = はじめの{ $count }行だけを示しています。
report-rows-table = 行の一覧
report-row-head = 行
report-row = { $n }行目
report-why = わけ
report-fault-invalid-identifier = 番号が読めません
report-fault-unknown-system = 使えない種類の番号です
report-fault-duplicate = 同じ人が前の行にあります
report-fault-invalid-display = 表示の理由、責任者の役職、見直しの日のどれかがないか、まちがっています
report-fault-invalid-count = 件数が数ではありません
report-fault-not-permitted = 照会で「提供できる」となっていません
report-done = 報告しました。ご本人は、もう見ることができます。
report-id = 報告の番号
report-conflicts = 選択に反するもの
report-conflicts-see = 見て答える
report-corrects = 訂正
report-corrects-see = 前の報告を直したもの
report-instead = 代わりの報告を見る
report-corrected-on = { $date }に訂正されました
report-withdrawn-on = { $date }に取り下げられました
report-against = 選択に反する行
report-against-what = これらの行も報告されました。ご本人に見え、窓口が確かめます。
report-wrong = まちがいがあるとき
report-wrong-what = 報告は、あとから変えられません。新しい報告を送ると、この報告は「訂正された」として残ります。
report-withdraw = 取り下げる（提供していなかったとき）
report-withdraw-what = 記録をまったく渡していなかったときだけ使います。報告があったことと、取り下げたことは、ご本人に見えます。
report-withdraw-do = この報告を取り下げる

reviews-title = 見せ方の見直し
reviews-what = 内容の一部、または全部を、ご本人に見せていない行があります。期日までに、今もそうする必要があるかを、担当の医師に確かめてください。期日が過ぎても、自動で見せることはありません。
reviews-reminder = 見せ方の見直しが近い報告が、{ $count }件あります。最初の期日は { $day } です。
reviews-go = 見直す報告へ
reviews-rows = { $count }行
reviews-overdue-title = 見せ方の見直しが遅れている報告
reviews-overdue-what = ご本人に見せていない内容の見直しの期日が過ぎています。機関に連絡してください。どなたの記録かは、ここでは分かりません。
review-later = { $day }までに見直し
review-due = { $day }までに見直し
review-overdue = { $day }の見直しが過ぎています
review-row = { $n }行目：{ $display }（{ $reason }）
review-rows = 見直した行
review-no-row = 見直した行を選んでください。
review-display = これからの見せ方
review-less = すべてを見せないとき
review-less-hint = 理由と、責任を持つ医師と、次の見直しの日（12か月以内）が要ります。
review-reason = 理由
review-role = 責任を持つ医師
review-day = 次の見直しの日
review-do = 見直しを記録する
review-done = 見直しを記録しました。
display-full = すべて見せる
display-generic = 研究の名前などを見せない
display-hidden = 見せない
display-reason-undisclosed-diagnosis = 病名を伝えていない
display-reason-risk-of-harm = 重い害のおそれ
display-reason-third-party = ほかの人のことが分かる
clinician-attending-physician = 主治医
clinician-department-head = 診療科長
clinician-hospital-director = 病院長
clinician-other-physician = ほかの医師
