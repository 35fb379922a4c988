import type { Translation } from '../texts.ts'

/**
 * 日本語。「です・ます」調。句読点は「、」「。」、かっこ・コロンは全角、引用は「…」。数字と英字は半角で、前後に空白を入れない
 * （アドレスとコードの前後だけは空ける）。用語は glossaries/ja.json にある。
 */
const japanese: Translation = {
  language: 'ja',
  errors: {
    required: 'この項目は必須です。',
    blank: 'この項目を空にすることはできません。',
    null: 'この項目には値が必要です。',
    not_a_string: '有効なテキストではありません。',
    null_characters: 'ヌル文字は使用できません。',
    surrogate_characters: '単独のサロゲート文字は使用できません：U+{code}。',
    max_length: 'この項目は{max, plural, other {#}}文字以内で入力してください。',
    unknown_field: 'この名前の項目はありません。',
    unknown_field_near: 'この名前の項目はありません。{name}ではありませんか？',
    email_invalid: '有効なメールアドレスを入力してください。',
    phone_invalid: '電話番号は「999999999」の形式で、15桁以内で入力してください。',
    invalid_choice: '「{value}」は選択できません。',
    token_mismatch: 'コードが一致しません。',
    image_invalid:
      '有効な画像をアップロードしてください。アップロードされたファイルは画像でないか、破損しています。',
    unsupported_format: 'この種類のファイルには対応していません。{formats}の画像をアップロードしてください。',
    file_missing: 'ファイルが送信されていません。',
    file_empty: '送信されたファイルは空です。',
    not_a_file: '送信されたデータはファイルではありません。フォームのエンコード方式を確認してください。',
    file_too_large: 'ファイルは{megabytes, plural, other {#}}MB以内にしてください。',
    too_many_pixels: '画像は{megapixels, plural, other {#}}メガピクセル以内にしてください。',
    image_too_complex:
      'この画像を開くには多くのメモリまたは時間が必要です。画素数を減らすか通常のJPEGで保存して、もう一度アップロードしてください。',
    not_an_integer: '整数を入力してください。',
    min_value: '{min}以上の値を入力してください。',
    max_value: '{max} 以下の値にしてください。',
    not_a_list: 'リストを指定してください。',
    too_many_items: 'このリストには {max} 件まで指定できます。',
    not_a_number: '数値を入力してください。',
    min_length: 'この項目は{min, plural, other {#}}文字以上で入力してください。',
    pattern_mismatch: '指定された形式で入力してください。',
    date_invalid: '日付の形式が正しくありません。次の形式を使ってください：YYYY-MM-DD',
    url_invalid: '有効なウェブアドレスを入力してください。',
    too_few_items: '{min, plural, other {#}}件以上選択してください。',
    place_invalid:
      '場所は、locality、region、countryのすべて、または一部を持つオブジェクトとして送信してください。',
    read_only: 'この項目はここでは変更できません。',
    not_searchable: 'この名前の属性では検索できません。または、検索の準備が完了していません。',
    values_too_large:
      '追加の項目の値は、合計{max, plural, other {#}}バイトまでです。この項目を短くしてください。',
    crop_incomplete: 'crop_x、crop_y、crop_width、crop_heightは、すべて送信するか、すべて省略してください。',
    crop_outside: '切り抜きの範囲は{width}×{height}ピクセルの画像内に収めてください。',
    no_picture: '切り抜く画像がありません。先に画像をアップロードしてください。',
    password_wrong: '現在のパスワードが正しくありません。もう一度入力してください。',
    own_password_wrong: 'パスワードが正しくありません。もう一度入力してください。',
    password_too_short: 'このパスワードは短すぎます。{min, plural, other {#}}文字以上にしてください。',
    password_too_common: 'このパスワードはよく使われているため、使用できません。',
    password_predictable:
      'このパスワードは推測されやすいため、使用できません。11112222や98765432のような繰り返しや並びは避けてください。',
    password_breached:
      'このパスワードは、ほかのサービスの情報漏えいで流出しています。別のパスワードを設定してください。',
    password_too_similar: 'パスワードが{attribute}に似すぎています。',
    username_invalid:
      '有効なユーザー名を入力してください。使用できるのは、文字、数字、および@/./+/-/_だけです。',
    username_taken: 'このユーザー名はすでに使われています。',
    email_taken: 'このメールアドレスはすでに別のアカウントで使われています。',
    external_id_invalid: '外部の識別子は前後に空白のない 1～255 文字の表示可能な文字にしてください。',
    external_id_taken: 'この外部の識別子は、このアプリで別の人が使っています。',
    datetime_invalid: '日時の形式が正しくありません。次の形式を使ってください：YYYY-MM-DDThh:mm:ssZ',
    cursor_invalid: 'カーソルが無効です。',
    address_not_registered: 'このアドレスは登録されていません。',
    not_a_boolean: '真または偽の値を指定してください。',
    refresh_of_another: 'トークンが無効か、有効期限が切れています。',
    second_factor_code_wrong:
      'コードが正しくないか、すでに使われています。認証アプリの現在のコードか、リカバリーコードを入力してください。',
    ticket_not_valid:
      'このサインインは期限が切れたか、別の場所で開始されたものです。パスワードでもう一度サインインしてください。',
    passkey_invalid: 'パスキーを確認できませんでした。もう一度お試しください。',
    passkey_unknown: 'このパスキーは登録されていないか、削除されています。別の方法でサインインしてください。',
    passkey_registered: 'このパスキーはすでに登録されています。',
    too_many_passkeys: 'パスキーは{max, plural, other {#}}個まで登録できます。先に1つ削除してください。',
    validation: '入力内容が正しくありません。',
    not_an_object: 'データが正しくありません。オブジェクトが必要ですが、受け取った型は{type}です。',
    no_data: 'データが送信されていません。',
    parse_json: 'データをJSONとして読み取れませんでした：{reason}',
    parse_multipart: 'フォーム（multipart）を読み取れませんでした：{reason}',
    malformed: 'リクエストの形式が正しくありません。',
    if_match_malformed:
      'If-Matchヘッダーには、二重引用符で囲んだエンティティタグのリスト、または*を指定してください。',
    filter_not_indexed:
      'これらの絞り込みは組み合わせられません。updated_since は search や status と同時に使えず、attribute は status=active とのみ同時に使えます。',
    idempotency_key_malformed: 'Idempotency-Key ヘッダーは 1～255 文字の表示可能な文字にしてください。',
    not_authenticated: 'サインインしていません。',
    api_key_missing: 'APIキーがありません。apikeyヘッダーで送信してください。',
    api_key_invalid: 'APIキーが正しくありません。',
    authorization_malformed: 'Authorizationヘッダーには、空白で区切った2つの値が必要です。',
    token_not_valid: 'サインインが無効か、有効期限が切れています。もう一度サインインしてください。',
    foreign_token_refused: 'アクセストークンは拒否されました：{reason}。',
    refresh_not_valid: 'セッションが無効か、有効期限が切れています。もう一度サインインしてください。',
    credentials_invalid: 'ユーザー名またはパスワードが正しくありません。',
    inactive_account: 'このアカウントは有効ではありません。',
    password_reset_required:
      '先に新しいパスワードを設定してください。「パスワードをお忘れですか？」からコードをリクエストできます。',
    second_factor_required: '2段階認証が必要です。認証アプリのコードを入力してください。',
    second_factor_enrollment_required: '先にアカウントページで2段階認証を設定してください。',
    second_factor_kept:
      'このサービスでは2段階認証が必須のため、オフにできません。代わりに別のものを設定してください。',
    passkeys_unavailable: 'このアプリではパスキーを使えません。',
    origin_not_allowed: 'このオリジンはアプリに登録されていません。',
    server_key_required: 'この操作には、種類が server のアプリのキーが必要です。',
    server_key_not_allowed:
      '種類が server のアプリのキーでは、この操作はできません。利用者がサインインするアプリのキーを使ってください。',
    server_key_from_browser:
      'サーバーのキーは秘密であり、ブラウザーで使ってはいけません。Origin ヘッダーを付けずにサーバーから呼び出し、このキーを取り替えてください。',
    insufficient_scope: 'このキーには {scope} の権限がありません。',
    recent_sign_in_required:
      '先に本人確認が必要です。パスワードを入力するか、もう一度サインインしてから、やり直してください。',
    account_missing:
      'このサインインに対応するアカウントはなく、自動では作成されません。サービスの運営者にアカウントの作成を依頼してください。',
    account_exists:
      'お使いのメールアドレスのアカウントはすでにありますが、このサインインとは連携されていません。これまでの方法でサインインするか、サービスの運営者にお問い合わせください。',
    act_at_provider:
      '{provider} でサインインしています。この操作はそちらで行うか、サービスの運営者にお問い合わせください。',
    provider_unavailable: '現在 {provider} に接続できません。しばらくしてからもう一度お試しください。',
    provider_refused:
      '{provider} でのサインインを完了できませんでした。もう一度お試しください。解決しない場合は、サービスの運営者にお問い合わせください。',
    provider_sign_in_expired:
      '{provider} でのこのサインインは時間がかかりすぎたか、すでに完了しています。最初からやり直してください。',
    provider_denied: '{provider} でのサインインはキャンセルされました。変更はありません。',
    provider_other_person:
      '{provider} に別の人としてサインインしました。このアカウントの本人としてサインインしてください。',
    provider_not_fresh:
      '{provider} で再度のサインインが求められませんでした。そちらでサインアウトしてから、もう一度お試しください。',
    account_frozen:
      'このアカウントの以前のメールアドレスから変更に対する異議の申し立てがあったため、現在この操作はできません。以前のパスワードでサインインするか、サービスの運営者にお問い合わせください。',
    cross_site_request: 'このリクエストはページから送信されたものではありません。',
    cookie_duplicate:
      'Cookie {name} が2回以上送信されました。ブラウザーでこのサイトのCookieを削除して、もう一度サインインしてください。',
    not_found: '見つかりません。',
    cursor_unknown: 'このカーソルはここでは使用できません。全員のデータを読み直してください。',
    cursor_expired:
      'このカーソルより後のイベントは古くなったため削除されました。全員のデータを読み直してください。',
    method_not_allowed: 'メソッド「{method}」は許可されていません。',
    idempotency_key_in_use: 'この Idempotency-Key のリクエストはまだ処理中です。後でもう一度送ってください。',
    idempotency_key_reused:
      'この Idempotency-Key は別のリクエストで使われました。変更ごとに新しいものを使ってください。',
    precondition_failed:
      '読み込んだ後にプロフィールが変更されています。再読み込みしてから、もう一度変更してください。',
    payload_too_large: 'リクエストが{limit, plural, other {#}}バイトを超えています。',
    too_many_parts: 'リクエストの項目数が{limit, plural, other {#}}個を超えています。',
    unsupported_media_type: 'リクエストのメディアタイプ「{mediaType}」には対応していません。',
    headers_too_large: 'リクエスト行とヘッダーが大きすぎます。',
    throttled: 'リクエストが多すぎます。{seconds, plural, other {#}}秒後にもう一度お試しください。',
    pictures_per_day:
      '1日にプロフィール画像を変更できる回数を超えました。{hh, plural, other {#}}時間{m, plural, other {#}}分{ss, plural, other {#}}秒後にもう一度お試しください。',
    server_error: 'サーバーでエラーが発生しました。',
    unavailable:
      '現在サービスをご利用いただけません。{seconds, plural, other {#}}秒後にもう一度お試しください。',
    request_timeout: 'リクエストが時間内に届きませんでした。',
  },
  attributes: {
    username: 'ユーザー名',
    'first name': '名',
    'last name': '姓',
    'email address': 'メールアドレス',
    'service name': 'このサービスの名前',
    'service address': 'このサービスのアドレス',
  },
  mails: {
    greeting: '{name} 様',
    greetingWithoutName: 'お客様',
    footer: 'このメールは、{service}のアカウントでの操作に関してお送りしています。',
    linkFallback: 'ボタンが機能しない場合は、このリンクをブラウザーにコピーしてください。',
    fact: '{label}：{value}',
    username: 'ユーザー名',
    mails: {
      new_address_code: {
        subject: '{service}の確認コード',
        first: '{address} を{service}のアカウントのメールアドレスにするには、このコードを入力してください。',
        paragraphs: [
          'このコードは1回だけ使えます。有効期限は{minutes, plural, other {#}}分です。誰にも教えないでください。',
          '心当たりがない場合は、このメールを無視してください。コードがなければ、何も変更されません。',
        ],
      },
      current_address_code: {
        subject: '{service}のアカウントの新しいメールアドレスの確認',
        first:
          '{service}のアカウントのメールアドレスを {address} に変更するには、このコードを入力してください。',
        paragraphs: [
          'このコードは1回だけ使えます。有効期限は{minutes, plural, other {#}}分です。誰にも教えないでください。',
          '心当たりがない場合は、ほかの人があなたのアカウントにサインインしています。パスワードを変更してください。コードがなければ、メールアドレスは変わりません。',
        ],
      },
      address_taken: {
        subject: '{service}であなたのメールアドレスが入力されました',
        first: '{service}で、このメールアドレスを別のアカウントに使おうとした人がいます。',
        paragraphs: [
          'このメールアドレスは、引き続きあなたのアカウントのものです。コードは誰にも送信していません。',
          'ご本人の場合は、このメールアドレスのアカウントをすでにお持ちです。心当たりがない場合も、何もする必要はありません。',
        ],
      },
      address_changed: {
        subject: '{service}のアカウントのメールアドレスが変更されました',
        first: '{service}のアカウントのメールアドレスが {address} に変更されました。',
        paragraphs: [
          'ご本人による操作の場合は、何もする必要はありません。',
          'そうでない場合は、{until}までに変更を元に戻してください。アカウントはこのメールアドレスに戻り、全員がサインアウトされ、新しいパスワードを設定することになります。',
        ],
        link: '変更を元に戻す',
      },
      password_reset_code: {
        subject: '{service}のパスワード再設定コード',
        first: '{service}のアカウントの新しいパスワードを設定するには、このコードを入力してください。',
        paragraphs: [
          'このコードは1回だけ使えます。有効期限は{minutes, plural, other {#}}分です。誰にも教えないでください。',
          'このコードに心当たりがない場合は、このメールを無視してください。パスワードは変わりません。',
        ],
      },
      password_reset_code_left: {
        subject: '{service}のパスワード再設定コード',
        first: '{service}のアカウントの新しいパスワードを設定するには、このコードを入力してください。',
        paragraphs: [
          'このコードは1回だけ使えます。有効期限は{minutes, plural, other {#}}分です。誰にも教えないでください。',
          'このアカウントのメールアドレスは、変更されてから72時間たっていません。そのため、新しいパスワードは設定の{hours, plural, other {#}}時間後に有効になります。それまでは、現在のパスワードを知っている人が無効にできます。',
          'このコードに心当たりがない場合は、このメールを無視してください。パスワードは変わりません。',
        ],
      },
      invitation_code: {
        subject: '{service}のパスワードを設定してください',
        first:
          '{service}にあなたのアカウントが作成されました。パスワードを設定するには、このコードを入力してください。',
        paragraphs: [
          'このコードは1回だけ使えます。有効期限は{hours, plural, other {#}}時間です。誰にも教えないでください。',
          'アカウントに心当たりがない場合は、このメールを無視してください。',
        ],
      },
      recovery_announced: {
        subject: '{service}のパスワードがまもなく変わります',
        first: '{service}のアカウントに新しいパスワードが設定されました。{until}に有効になります。',
        paragraphs: [
          '設定には、{address} に送信されたコードが使われました。それまでは、現在のパスワードを使えます。',
          'ご本人による操作の場合は、何もする必要はありません。',
          'そうでない場合は、現在のパスワードでサインインして、新しいパスワードを無効にしてください。',
        ],
        link: '新しいパスワードを無効にする',
      },
      recovery_stopped: {
        subject: '{service}のアカウントの新しいパスワードが無効になりました',
        first: '{service}のアカウントに設定された新しいパスワードは、有効になりません。',
        paragraphs: [
          '現在のパスワードを知っている人が無効にしました。',
          '心当たりがない場合は、メールアドレスの変更をお知らせしたメールのリンクから変更を元に戻すか、サービスの運営者にお問い合わせください。',
        ],
      },
      recovery_stopped_final: {
        subject: '{service}のアカウントの新しいパスワードが無効になりました',
        first: '{service}のアカウントに設定された新しいパスワードは、有効になりません。',
        paragraphs: [
          '現在のパスワードを知っている人が無効にしました。',
          '心当たりがない場合は、サービスの運営者にお問い合わせください。',
        ],
      },
      recovery_stopped_by_operator: {
        subject: '{service}のアカウントの新しいパスワードが無効になりました',
        first: '{service}のアカウントに設定された新しいパスワードは、有効になりません。',
        paragraphs: ['ご自身で依頼されていない場合は、サービスの運営者にお問い合わせください。'],
      },
      address_undone: {
        subject: '{service}のアカウントのメールアドレスが元に戻されました',
        first: '{service}のアカウントのメールアドレスをこのアドレスにした変更が元に戻されました。',
        paragraphs: [
          'アカウントのメールアドレスが {address} に戻り、全員がサインアウトされました。',
          'ご本人による操作の場合は、何もする必要はありません。',
          'そうでない場合は、{until}までに異議を申し立ててください。申し立てると、誰かが以前のパスワードでアカウントの持ち主であることを証明するまで、誰もメールアドレスの変更、メールでのパスワードの再設定、アカウントの削除ができなくなります。',
        ],
        link: '異議を申し立てる',
      },
      undo_ended: {
        subject: 'このメールアドレスは{service}のアカウントから外れました',
        first:
          '{service}のアカウントのメールアドレスは {address} になっており、この変更はもう元に戻せません。',
        paragraphs: [
          'アカウントのパスワードを知っている人が、変更を元に戻せる期間を終了しました。',
          '心当たりがない場合は、サービスの運営者にお問い合わせください。',
        ],
      },
      undo_ended_by_operator: {
        subject: 'このメールアドレスは{service}のアカウントから外れました',
        first:
          '{service}のアカウントのメールアドレスは {address} になっており、この変更はもう元に戻せません。',
        paragraphs: ['ご自身で依頼されていない場合は、サービスの運営者にお問い合わせください。'],
      },
      password_changed: {
        subject: '{service}のアカウントのパスワードが変更されました',
        first: '{service}のアカウントのパスワードが変更されました。',
        paragraphs: [
          'ご本人による操作の場合は、何もする必要はありません。',
          'そうでない場合は、ほかの人があなたのアカウントにアクセスできる状態です。今すぐ新しいパスワードを設定し、このメールボックスをほかの人が読めないことを確認してください。',
        ],
        link: '新しいパスワードを設定',
      },
      deletion_scheduled: {
        subject: '{service}のアカウントが削除されます',
        first: '{service}のアカウントは{until}に削除されます。',
        paragraphs: [
          '保存されているあなたの情報もすべて削除され、元に戻すことはできません。',
          '気が変わった場合は、それまでにサインインして、アカウントを残してください。',
          '心当たりがない場合は、今すぐサインインしてアカウントを残し、パスワードを変更してください。',
        ],
        link: 'アカウントを残す',
      },
      deletion_scheduled_left: {
        subject: '{service}のアカウントが削除されます',
        first: '{service}のアカウントは{until}に削除されます。',
        paragraphs: [
          'このアカウントのメールアドレスは72時間以内に変更されたため、このメールは変更前のアドレスにもお送りしています。',
          '心当たりがない場合は、その変更をお知らせしたメールのリンクをご利用ください。アカウントはこのアドレスに戻り、削除もキャンセルされます。',
        ],
      },
      deletion_cancelled: {
        subject: '{service}のアカウントは削除されません',
        first: '{service}のアカウントの削除がキャンセルされました。',
        paragraphs: ['すべて元のままです。', '心当たりがない場合は、パスワードを変更してください。'],
      },
      own_address_code: {
        subject: '{service}の確認コード',
        first:
          '{service}のアカウントのメールアドレス {address} を確認するには、このコードを入力してください。',
        paragraphs: [
          'このコードは1回だけ使えます。有効期限は{minutes, plural, other {#}}分です。誰にも教えないでください。',
          '心当たりがない場合は、このメールを無視してください。コードがなければ、何も変更されません。',
        ],
      },
      new_device: {
        subject: '{service}のアカウントへの新しいサインイン',
        first: '新しいデバイスで{service}のアカウントへのサインインがありました。',
        paragraphs: [],
      },
      provider_linked: {
        subject: '{service}のアカウントにほかのサービスでのサインインが連携されました',
        first:
          'メールアドレスが同じため、{service}のアカウントにほかのサービスでのサインインが連携されました。',
        paragraphs: [],
      },
      passkey_added: {
        subject: '{service}のアカウントにパスキーが追加されました',
        first: '{service}のアカウントにパスキーが追加されました。',
        paragraphs: [],
      },
      passkey_removed: {
        subject: '{service}のアカウントからパスキーが削除されました',
        first: '{service}のアカウントからパスキーが削除されました。',
        paragraphs: [],
      },
      second_factor_added: {
        subject: '{service}のアカウントの2段階認証がオンになりました',
        first: '{service}のアカウントの2段階認証がオンになりました。',
        paragraphs: [],
      },
      second_factor_removed: {
        subject: '{service}のアカウントの2段階認証がオフになりました',
        first: '{service}のアカウントの2段階認証がオフになりました。パスワードだけでサインインできます。',
        paragraphs: [],
      },
      recovery_codes_renewed: {
        subject: '{service}のアカウントのリカバリーコードが新しくなりました',
        first: '{service}のアカウントの新しいリカバリーコードが作成されました。',
        paragraphs: ['以前のコードは使えなくなりました。'],
      },
      refresh_token_reused: {
        subject: '1台のデバイスで{service}からサインアウトされました',
        first: '{service}のアカウントを保護するため、1台のデバイスでサインアウトしました。',
        paragraphs: [
          'そのセッションの鍵が2回使われました。アプリをバックアップから復元したときのほか、ほかの人が鍵の写しを持っているときにも起こります。',
          '必要な場合は、そのデバイスでもう一度サインインしてください。ほかのデバイスのサインインはそのままです。',
        ],
      },
      account_unlocked: {
        subject: '{service}に再びサインインできます',
        first: '{service}のアカウントに再びサインインできるようになりました。',
        paragraphs: [
          '誤ったパスワードが何度も入力されたため、サインインを一時停止していました。パスワードは変わっていません。',
        ],
      },
      sign_in_locked: {
        subject: '{service}のアカウントに誤ったパスワードが何度も入力されました',
        first:
          '{service}のアカウントに誤ったパスワードが何度も入力されたため、新しい場所からのサインインを最長1時間停止しています。',
        paragraphs: [
          '入力されたパスワードはどれも正しくなく、アカウントは何も変わっていません。何もする必要はありません。',
          '過去30日間にサインインした場所や、以前に使ったことのあるブラウザーからは、これまでどおりサインインできます。ほかの場所では、新しいパスワードを設定するか、1時間が過ぎるまでお待ちください。',
        ],
        link: '新しいパスワードを設定',
      },
    },
    notice: {
      at: '日時',
      requestedAt: 'リクエスト日時',
      device: 'デバイス',
      place: '場所',
      application: 'アプリ',
      accountPage: 'アカウントページ',
      byOperator: 'この操作は{service}の運営者が行いました。',
      browserOn: '{os}の{browser}',
      placeOf: '{country}（{network}）',
      ifYou: 'ご本人による操作の場合は、何もする必要はありません。',
      ifNot:
        'そうでない場合は、サインイン中のデバイスを確認し、心当たりのないデバイスからサインアウトして、パスワードを変更してください。',
      link: 'セキュリティ設定を開く',
    },
  },
  copy: {
    title: '{service}にあるあなたのデータ',
    made: 'このコピーは{at}に作成されました。',
    profile:
      'profile.json：保存されているあなたの情報のすべて（プロフィール、サインイン中の場所、アカウントでの操作、利用中のアプリ）。プログラムで読み取れるテキストファイルです。',
    pictures: 'pictures：あなたの画像（全体と、表示されている形）。',
    noPictures: '画像が設定されていないため、ここには含まれていません。',
    secrets: 'パスワードとコードは含まれていません。誰にも読めない形で保存されています。',
  },
  pages: {
    not_found: {
      title: 'このページは存在しません',
      paragraphs: ['アドレスを確認するか、アカウントに戻ってください。'],
      button: 'アカウントに移動',
    },
    not_started: {
      title: 'ページを読み込めませんでした',
      paragraphs: ['接続を確認して、ページを再読み込みしてください。'],
      button: 'ページを再読み込み',
      noScript: 'このページを使用するには、ブラウザーでJavaScriptを有効にしてください。',
    },
    undo_ask: {
      title: 'メールアドレスの変更を元に戻しますか？',
      paragraphs: [
        'アカウントのメールアドレスが {address} に戻ります。サインイン中の全員がサインアウトされ、新しいパスワードを設定することになります。',
      ],
      button: '変更を元に戻す',
    },
    undo_done: {
      title: '変更を元に戻しました',
      paragraphs: [
        'アカウントのメールアドレスが {address} に戻り、全員がサインアウトされました。',
        'サインインする前に新しいパスワードを設定してください。コードはこのメールアドレスに送信されます。',
      ],
      button: '新しいパスワードを設定',
      stays: 'アカウントは削除される予定でしたが、削除をキャンセルしたため、そのまま残ります。',
    },
    undo_over: {
      title: 'このリンクは使用済みか、期限が切れています',
      paragraphs: [
        '変更を元に戻せるのは、72時間以内に1回だけです。ほかの人があなたのアカウントを使っている場合は、サービスの運営者にお問い合わせください。',
      ],
      button: 'アカウントに移動',
    },
    undo_unknown: {
      title: 'このリンクは認識できません',
      paragraphs: ['リンク全体をコピーしたか確認するか、メールからもう一度開いてください。'],
      button: 'アカウントに移動',
    },
    undo_frozen: {
      title: 'アカウントは凍結されています',
      paragraphs: [
        'このアカウントのメールアドレスから、変更に対する異議の申し立てがありました。解決するまで、どの変更も元に戻せません。',
        '以前のパスワードでサインインするか、サービスの運営者にお問い合わせください。',
      ],
      button: 'サインイン',
    },
    objection_ask: {
      title: 'この変更に異議を申し立てますか？',
      paragraphs: [
        '申し立てると、誰もアカウントのメールアドレスの変更、メールでのパスワードの再設定、アカウントの削除ができなくなります。',
        'この状態は、誰かが以前のパスワードでサインインするか、サービスの運営者が判断するまで続きます。アカウントがあなたのメールアドレスに戻るわけではありません。',
      ],
      button: '異議を申し立てる',
    },
    objection_done: {
      title: 'アカウントは凍結されています',
      paragraphs: [
        'メールアドレスは今のまま変わらず、メールでのパスワードの再設定も、アカウントの削除もできません。',
        'あなたのアカウントである場合は、パスワードでサインインするか、サービスの運営者にお問い合わせください。',
      ],
      button: 'サインイン',
    },
    objection_over: {
      title: 'このリンクは使用済みか、期限が切れています',
      paragraphs: [
        '異議を申し立てられるのは、72時間以内に1回だけです。ほかの人があなたのアカウントを使っている場合は、サービスの運営者にお問い合わせください。',
      ],
      button: 'アカウントに移動',
    },
  },
}

export default japanese
