# /holder/conflicts と /desk/incidents: 選択に反する利用

conflict-kind-late-entry = 断りの入力が後になった
conflict-kind-late-entry-why = 紙や電話での断りを入力したのが、記録が渡された後でした。窓口が、ご本人に説明します。
conflict-kind-checked-before = 断る前に照会していた
conflict-kind-checked-before-why = ご本人が断る前に照会しており、その結果がまだ使える時間でした。
conflict-kind-against = 断られているのに渡した
conflict-kind-against-why = 渡した時には、もう断られていました。有効な照会もありません。
conflict-status-open = 回答を待っています
conflict-status-answered = 回答あり
conflict-status-closed = 終わりました
conflict-status-changed = 報告が訂正・取り下げされました
conflict-note-holder = 記録を渡したところから
conflict-note-desk = 窓口から
conflict-note-closes = これで終わり
conflict-told = これについての説明

conflicts-title = 選択に反する利用
conflicts-lead = この機関が報告した利用のうち、ご本人の選択に反していたものです。何があったかを答えてください。答えは、ご本人が読みます。
conflicts-none = ありません。このままの状態が続くようにしてください。
conflicts-report = 報告を見る
conflicts-row-unknown = 行は分かりません
conflicts-answer = 答える
conflicts-answer-text = 何があったか、どう対応するか
conflicts-answer-hint = 2,000字まで。ご本人と窓口が読みます。人の名前や番号は書かないでください。
conflicts-answer-all = この報告の、まだ終わっていないものすべてへの答えにする
conflicts-answer-do = 答えを送る
conflicts-answered = 答えを送りました。ご本人は、もう読むことができます。
conflicts-pages = 一覧のページ
conflicts-newest = 新しいものに戻る
conflicts-older = 前のもの

incidents-title = 選択に反した提供
incidents-lead = 選択に反した提供を、どこから、どの研究に、何人分あったかで示します。ここでは、だれのことかは分かりません。
incidents-none = ありません。
incidents-filter = どれを表示するか
incidents-open = 終わっていないもの
incidents-all = すべて
incidents-still-open = 終わっていないもの { $count }件
incidents-closed = すべて終わりました
incidents-pages = 一覧のページ
incidents-older = 前のもの

incident-title = 選択に反した提供
incident-to-list = すべての一覧
incident-counts = 人数
incident-hidden = そのうち、ご本人に表示していないもの
incident-open = 終わっていないもの
incident-changed = 報告
incident-said = これまでの説明
incident-said-nothing = まだありません。
incident-noted = 書き残しました。
incident-write = 書き残す
incident-text = メモ、または終わりにする理由
incident-text-hint = 2,000字まで。メモは窓口だけに残ります。終わりにすると、関係する人が読みます。
incident-note = メモとして残す
incident-close = この理由で終わりにする
