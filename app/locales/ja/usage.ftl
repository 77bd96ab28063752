# /usage と /usage/{id}
usage-title = 利用の記録
usage-title-other = この人の利用の記録
usage-lead = あなたの医療の記録が、治療のほかの目的のために、いつ、どこから、どこへ渡されたかです。
usage-lead-other = この人の医療の記録が、治療のほかの目的のために、いつ、どこから、どこへ渡されたかです。
usage-empty = 利用の記録は、まだありません
usage-empty-why = あなたの記録が渡されると、渡した機関がここに報告します。断りたいものがあれば、いまから断っておけます。
usage-empty-do = わたしの選択を見る
usage-older = 前の記録を見る
usage-newest = 新しい記録に戻る

use-generic-title = { $purposes }のための利用
use-flow = { $holder } → { $users }
use-flow-from = { $holder }から
use-users-more = { $first }ほか { $count }か所
use-categories-records = { $categories } { $count }件
use-more-categories = { $categories }ほか
use-commercial = 民間企業
use-new = 新しい
use-checked = 選択を確認ずみ
use-unchecked = 選択の確認なし
use-historic = 参加前の利用
use-exempt = 断れない利用
use-ended = 終わった研究

conflict-tag = あなたの選択に反する利用
conflict-late-entry = 断る手続きの登録より前に渡されていました
conflict-late-entry-why = あなたが紙や電話で断ったあと、わたしたちがそれを登録する前に、記録が渡されました。渡した機関ではなく、登録までの時間によるものです。窓口には、あなたに説明する責任があります。
conflict-checked-before = あなたが断る前の確認をもとに、渡されました
conflict-checked-before-why = この機関は、あなたが断る前に選択を確かめていました。その答えは長くて 24時間使えるため、断った直後に渡されました。それより後の利用は止まっています。
conflict-against = あなたが断っていたのに、渡されました
conflict-against-why = 渡した時点で、あなたの選択はこの利用を断っていました。渡した機関の誤りです。この記録が消えることはありません。
conflict-ask = くわしい説明を求める・相談する：電話 0120-000-000（平日 9〜18時）

use-lead-to-list = 利用の記録へ
use-what = 渡された記録
use-day = 渡された日
use-holder = 渡した機関
use-categories = 記録の種類
use-records = 記録の期間
use-records-range = { $from } から { $to } まで
use-count = 件数
use-count-value = { $count }件
use-form = 加工のしかた
use-whom = だれが、何のために
use-purposes = 目的
use-users = 使う人
use-recipient = 受け取った人
use-sources = 記録の出どころ
use-sources-linked = あなたの記録を、これらの機関の間でつないで使います（ライフコースデータ）。
use-study-period = 研究の期間
use-approval = 審査と根拠
use-review = 審査した委員会
use-approval-number = 承認番号
use-legal-basis = 法律の根拠
use-became = その後
use-results = 結果
use-results-overdue = 公表の期限を過ぎています
use-results-overdue-why = 終わってから 18か月たちましたが、結果がまだ公表されていません。
use-results-none = まだ公表されていません
use-your-choice = あなたの選択との関係
use-allowed-nothing-against = このとき、あなたが断っているものは、この利用に当たりませんでした。
use-allowed-study = あなたが { $date } に、この研究を認めていたためです。
use-checked-why = 渡す前に、この機関があなたの選択を確かめています（{ $moment }）。
use-unchecked-why = 渡す前に、あなたの選択が確かめられた記録がありません。
use-historic-why = この機関が参加する前の利用です。選択に反したかどうかは、判定しません。
use-exempt-why = 法律により、断ることができない利用です。

use-choose = この利用について選ぶ
use-choose-study = この研究
use-choose-why = これから先の利用を止めます。すでに渡された記録は戻りません。
use-choose-all = わたしの選択を見る

form-anonymised = 匿名加工
form-anonymised-why = 個人を特定できず、元に戻せないように加工した記録です。
form-pseudonymised-processed = 仮名加工
form-pseudonymised-processed-why = 名前などを除き、ほかの情報と照らし合わせなければ個人が分からないように加工した記録です。
form-pseudonymised = 仮名化
form-pseudonymised-why = 名前を番号に置きかえた記録です。対応する表は、別に守られます。
form-identifiable = 識別可能
form-identifiable-why = だれの記録か分かる形のものです。

study-status-published = 続いています
study-status-ended = 終わりました
study-status-ended-on = { $date } に終わりました
study-status-deleted = 終わり、データは消されました
study-status-deleted-on = { $date } に終わり、データは消されました

source-provider = 医療機関
source-ehr-sharing = 電子カルテ情報共有サービス
source-public-database = 公的データベース
source-certified-operator = 認定作成事業者
source-registry = 学会などのデータベース
source-municipality = 自治体
usage-one-title = 利用の記録のくわしい内容
usage-pages = 記録のページ
use-study = 研究
use-year = { $year }年
use-what-for = 何のために
use-see-study = この研究を登録簿で見る

use-corrected = 報告の訂正あり
use-corrected-why = { $date }に、記録を渡したところが報告し直しました。ここにあるのは、はじめの報告です。
use-withdrawn = 報告の取り下げ
use-withdrawn-why = { $date }に、記録を渡したところが「渡していなかった」と報告しました。

usage-timeline = { $from }から { $to }までの利用
usage-timeline-none = この期間に報告された利用はありません。
usage-timeline-sum = { $count ->
    [one] 1件です。目的は「{ $purpose }」です。
   *[other] { $count }件です。いちばん多い目的は「{ $purpose }」（{ $most }件）です。
}
usage-timeline-more = この期間には、ここで数えたより多くの利用があります。
usage-timeline-table = 表で見る
usage-timeline-table-what = 利用のない月は、はぶいています。目的が二つある利用は、どちらにも数えています。
usage-timeline-month = 月
usage-timeline-uses = 件数
usage-timeline-purposes = 目的ごと
usage-timeline-purpose = { $purpose } { $count }件

usage-narrow = しぼりこむ
usage-purpose = 目的
usage-holder = 渡した機関
usage-year = 年
usage-any = すべて
usage-all = すべての利用を見る
usage-none-found = あてはまる利用はありません

usage-asked-lead = 病院やデータベースは、記録を渡す前に、あなたの選択をここで確かめます。確かめても、渡されたとはかぎりません。この記録は 3年のあいだ残ります。
usage-asked-older = 前の問い合わせを見る

usage-export = 利用の記録を手元に残す
usage-export-lead = すべての利用を一つのファイルにします。ご自分やご家族のため、ほかのサービスで使うためのものです。ほかの人が見ない場所に置いてください。
usage-export-csv = 表（CSV）
usage-export-csv-what = Excel などの表計算ソフトで開けます。
usage-export-json = JSON
usage-export-json-what = プログラムのための形です。このページにあることがすべて入り、項目の名前は変わりません。
usage-export-fhir = FHIR Bundle
usage-export-fhir-what = ほかの健康記録のための形です（HL7 FHIR R4、利用一つに AuditEvent 一つ）。
usage-export-commercial = 民間企業の参加
usage-export-records-from = 記録の期間（はじめ）
usage-export-records-to = 記録の期間（おわり）
usage-export-checked = 選択を確かめた日時
usage-export-conflict = あなたの選択に反する利用
usage-export-address = この利用のページ
usage-export-yes = あり
usage-export-no = なし
