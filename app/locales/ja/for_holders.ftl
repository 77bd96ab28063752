# /for-holders
for-holders-title = 医療機関・データを持つ方へ
for-holders-lead = 記録を研究などへ渡す前に、ここで一度に、全員の選択を確かめられます。
for-holders-sign-in = 登録のある方のサインイン
for-holders-why = なぜ確かめるか
for-holders-why-text = 断る申し出は、機関ごとではなく、ここに一度だけ出されます。渡す直前に確かめれば、きのう断った人の記録を渡してしまうことがありません。
for-holders-start = はじめるには
for-holders-start-text =
    電話 [0120-000-000](tel:0120000000)（平日 9時〜18時）で、利用をお申し込みください。つぎのものを決めます。

    - クライアントID（プログラムの名前）
    - 公開鍵（JWKS。ES384 または RS384）
    - 使える範囲（確認だけなら system/Consent.rs）

    つなぎ方は、SMART Backend Services という国際的な決まりのとおりです。秘密鍵がそちらの外へ出ることはありません。
for-holders-check = 確かめ方
for-holders-check-text =
    署名した申し立て（client assertion）でアクセストークンを受け取り、一度に 1万人まで聞けます。番号は、記録にあるものをすべて送ってください。古いものもかまいません。

    渡してよいのは、[研究の登録簿](/studies)にある、続いている研究のためだけです。
for-holders-check-example = 確認の例
for-holders-docs = API の説明を開く
for-holders-answer = 答えの読み方
for-holders-answer-text =
    一人ずつ、つぎのどれかが返ります。

    - **permit**：渡してよい。
    - **deny**：断っている。何を断っているかは、お伝えしません。
    - **error**：確かめられない。断ったものとして扱ってください。

    答えが使えるのは valid_until（24時間）までです。答えがないこと、読めないこと、知らない言葉が返ったことも、断ったものとして扱ってください。
for-holders-promise = お守りいただくこと
for-holders-promise-text =
    - 答えは、断ることを守るためだけに使い、診療の記録に入れないこと
    - 期限が来たら消すこと
    - 断ったことを理由に、その人の扱いを変えないこと
