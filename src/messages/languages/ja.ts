import type { Translation } from '../texts.ts'

/**
 * 日本語。「です・ます」調。句読点は「、」「。」、かっこ・コロンは全角、引用は「…」。数字と英字は半角で、前後に空白を入れない
 * （アドレスとコードの前後だけは空ける）。用語: ユーザー名、名、姓、
 * メールアドレス、電話番号、パスワード、アカウント、プロフィール、画像、コード。
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
    email_invalid: '有効なメールアドレスを入力してください。',
    phone_invalid: '電話番号は「999999999」の形式で、15桁以内で入力してください。',
    invalid_choice: '「{value}」は選択できません。',
    token_mismatch: 'コードが一致しません。',
    image_invalid:
      '有効な画像をアップロードしてください。アップロードされたファイルは画像でないか、破損しています。',
    file_missing: 'ファイルが送信されていません。',
    file_empty: '送信されたファイルは空です。',
    not_a_file: '送信されたデータはファイルではありません。フォームのエンコード方式を確認してください。',
    file_too_large: 'ファイルは{megabytes, plural, other {#}}MB以内にしてください。',
    too_many_pixels:
      '画像は全フレームの合計で{megapixels, plural, other {#}}メガピクセル以内にしてください。',
    image_too_complex:
      'この画像を開くには多くのメモリが必要です。画素数を減らすか通常のJPEGで保存して、もう一度アップロードしてください。',
    not_an_integer: '整数を入力してください。',
    min_value: '{min}以上の値を入力してください。',
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
      'このパスワードは、他のサービスの情報漏えいで知られています。別のパスワードを選んでください。',
    password_too_similar: 'パスワードが{attribute}に似すぎています。',
    username_invalid:
      '有効なユーザー名を入力してください。使用できるのは、文字、数字、および@/./+/-/_だけです。',
    username_taken: 'このユーザー名はすでに使われています。',
    email_taken: 'このメールアドレスはすでに別のアカウントで使われています。',
    password_hash_unknown: 'パスワードのハッシュが対応している形式でないか、必要な計算量が多すぎます。',
    datetime_invalid: '日時の形式が正しくありません。次の形式を使ってください：YYYY-MM-DDThh:mm:ssZ',
    cursor_invalid: 'カーソルが無効です。',
    address_not_registered: 'このアドレスは登録されていません。',
    not_a_boolean: '真または偽の値を指定してください。',
    refresh_of_another: 'トークンが無効か、有効期限が切れています。',
    second_factor_code_wrong:
      'コードが正しくないか、すでに使われています。認証アプリの現在のコードか、リカバリーコードを入力してください。',
    ticket_not_valid:
      'このログインは期限が切れたか、別の場所で始められたものです。パスワードでもう一度ログインしてください。',
    passkey_invalid: 'パスキーを確認できませんでした。もう一度試してください。',
    passkey_unknown: 'このパスキーは登録されていないか、削除されています。別の方法でログインしてください。',
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
    not_authenticated: 'ログインしていません。',
    api_key_missing: 'APIキーがありません。apikeyヘッダーで送信してください。',
    api_key_invalid: 'APIキーが正しくありません。',
    authorization_malformed: 'Authorizationヘッダーには、空白で区切った2つの値が必要です。',
    token_not_valid: 'ログインが無効か、有効期限が切れています。もう一度ログインしてください。',
    refresh_not_valid: 'セッションが無効か、有効期限が切れています。もう一度ログインしてください。',
    credentials_invalid: 'ユーザー名またはパスワードが正しくありません。',
    inactive_account: 'このアカウントは有効ではありません。',
    password_reset_required:
      '先に新しいパスワードを設定してください。「パスワードを忘れた場合」からコードを請求できます。',
    second_factor_required: '2段階認証が必要です。認証アプリのコードを入力してください。',
    second_factor_enrollment_required: '先にアカウントのページで2段階認証を設定してください。',
    second_factor_kept: 'ここでは2段階認証が必須のため、解除できません。代わりに別のものを設定してください。',
    passkeys_unavailable: 'このアプリケーションではパスキーを使えません。',
    origin_not_allowed: 'このオリジンはアプリケーションに登録されていません。',
    recent_sign_in_required:
      '先に本人確認が必要です。パスワードを入力するか、もう一度ログインしてから、やり直してください。',
    account_frozen:
      'このアカウントのメールアドレスから変更に対する異議の申し立てがあったため、現在この操作はできません。以前のパスワードでログインするか、サービスの運営者にお問い合わせください。',
    cross_site_request: 'このリクエストはページから送信されたものではありません。',
    cookie_duplicate:
      'Cookie {name} が2回以上送信されました。ブラウザーでこのサイトのCookieを削除して、もう一度サインインしてください。',
    not_found: '見つかりません。',
    method_not_allowed: 'メソッド「{method}」は許可されていません。',
    precondition_failed:
      '読み込んだ後にプロフィールが変更されています。再読み込みしてから、もう一度変更してください。',
    payload_too_large: 'リクエストが{limit, plural, other {#}}バイトを超えています。',
    too_many_parts: 'リクエストの項目数が{limit, plural, other {#}}個を超えています。',
    unsupported_media_type: 'リクエストのメディアタイプ「{mediaType}」には対応していません。',
    headers_too_large: 'リクエスト行とヘッダーが大きすぎます。',
    throttled: 'リクエストが多すぎます。{seconds, plural, other {#}}秒後にもう一度お試しください。',
    pictures_per_day:
      '1日に画像を変更できる回数を超えました。{hh, plural, other {#}}時間{m, plural, other {#}}分{ss, plural, other {#}}秒後にもう一度お試しください。',
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
    footer: 'このメールは、{service}のアカウントで行われた操作に関して{service}からお送りしています。',
    mails: {
      new_address_code: {
        subject: '{service}の確認コード',
        first: '{code} が{service}の確認コードです。',
        paragraphs: [
          'コードを請求した画面に入力してください。{address} がアカウントのメールアドレスになります。',
          'コードは1回だけ、{minutes, plural, other {#}}分間有効です。誰にも教えないでください。',
          'お心当たりがない場合は、何もする必要はありません。コードがなければ、何も変更されません。',
        ],
      },
      current_address_code: {
        subject: '{service}の確認コード',
        first: '{code} が{service}の確認コードです。',
        paragraphs: [
          'コードを請求した画面に入力してください。アカウントのメールアドレスが、このアドレスから {address} に変わります。',
          'コードは1回だけ、{minutes, plural, other {#}}分間有効です。誰にも教えないでください。',
          'お心当たりがない場合は、ほかの人があなたのアカウントにログインしています。パスワードを変更してください。コードがなければ、メールアドレスは変わりません。',
        ],
      },
      address_taken: {
        subject: '{service}であなたのメールアドレスが入力されました',
        first: '{service}で、このメールアドレスを別のアカウントに使おうとした人がいます。',
        paragraphs: [
          'このメールアドレスは、引き続きあなたのアカウントのものです。コードは誰にも送信していません。',
          'ご本人の場合は、このメールアドレスのアカウントをすでにお持ちです。そうでない場合は、何もする必要はありません。',
        ],
      },
      address_changed: {
        subject: '{service}のアカウントのメールアドレスが変更されました',
        first: '{service}のアカウントのメールアドレスが {address} に変更されました。',
        paragraphs: [
          'ご本人による変更の場合は、何もする必要はありません。',
          'そうでない場合は、変更を取り消してください。取り消しの期限：{until}。アカウントはこのメールアドレスに戻り、全員がログアウトされ、新しいパスワードの設定が必要になります。',
        ],
        link: '変更を取り消す',
      },
      password_reset_code: {
        subject: '{service}のパスワード再設定コード',
        first: '{code} が{service}で新しいパスワードを設定するためのコードです。',
        paragraphs: [
          'コードを請求した画面に入力して、新しいパスワードを設定してください。',
          'コードは1回だけ、{minutes, plural, other {#}}分間有効です。誰にも教えないでください。',
          'お心当たりがない場合は、何もする必要はありません。パスワードは変わりません。',
        ],
      },
      password_reset_code_left: {
        subject: '{service}のパスワード再設定コード',
        first: '{code} が{service}で新しいパスワードを設定するためのコードです。',
        paragraphs: [
          'コードを請求した画面に入力して、新しいパスワードを設定してください。コードは1回だけ、{minutes, plural, other {#}}分間有効です。誰にも教えないでください。',
          'このアカウントのメールアドレスは、設定されてから72時間たっていません。そのため、新しいパスワードは設定の{hours, plural, other {#}}時間後に有効になります。それまでは、現在のパスワードを知っている人が取り消せます。',
          'お心当たりがない場合は、何もする必要はありません。パスワードは変わりません。',
        ],
      },
      recovery_announced: {
        subject: '{service}のアカウントの新しいパスワード',
        first: '{service}のアカウントに新しいパスワードが設定されました。{until}に有効になります。',
        paragraphs: [
          '設定には、{address} に送信されたコードが使われました。有効になるまでは、現在のパスワードを使えます。',
          'ご本人による設定の場合は、何もする必要はありません。',
          'そうでない場合は、ログインして取り消してください。取り消しには現在のパスワードが必要です。',
        ],
        link: '新しいパスワードを取り消す',
      },
      recovery_stopped: {
        subject: '{service}のアカウントの新しいパスワードが取り消されました',
        first: '{service}のアカウントに設定された新しいパスワードは、有効になりません。',
        paragraphs: [
          '現在のパスワードを知っている人が取り消しました。',
          'お心当たりがない場合は、メールアドレスの変更をお知らせしたメールのリンクから変更を取り消すか、サービスの運営者に助けを求めてください。',
        ],
      },
      address_undone: {
        subject: '{service}のアカウントのメールアドレスが元に戻されました',
        first: '{service}のアカウントのメールアドレスをこのアドレスにした変更が取り消されました。',
        paragraphs: [
          'アカウントのメールアドレスが {address} に戻り、全員がログアウトされました。',
          'ご本人による取り消しの場合は、何もする必要はありません。',
          'そうでない場合は、異議を申し立ててください。申し立ての期限：{until}。申し立てると、誰かが以前のパスワードでアカウントの持ち主であることを証明するまで、誰もメールアドレスの変更、メールでのパスワードの再設定、アカウントの削除ができなくなります。',
        ],
        link: '異議を申し立てる',
      },
      undo_ended: {
        subject: 'このメールアドレスは{service}のアカウントから外れました',
        first: '{service}のアカウントのメールアドレスは {address} になっており、もう元に戻せません。',
        paragraphs: [
          'アカウントのパスワードを知っている人が、変更を取り消せる期間を終了しました。',
          'お心当たりがない場合は、サービスの運営者に助けを求めてください。',
        ],
      },
      password_changed: {
        subject: '{service}のアカウントのパスワードが変更されました',
        first: '{service}のアカウントのパスワードが変更されました。',
        paragraphs: [
          'ご本人による変更の場合は、何もする必要はありません。',
          'そうでない場合は、ほかの人があなたのアカウントにアクセスできる状態です。「パスワードを忘れた場合」から新しいパスワードを設定し、このメールボックスの安全も確認してください。',
        ],
      },
      deletion_scheduled: {
        subject: '{service}のアカウントは削除されます',
        first: '{service}のアカウントは{until}に削除されます。',
        paragraphs: [
          '保存されているあなたの情報もすべて削除され、元に戻すことはできません。',
          '取りやめる場合は、それまでにログインし、アカウントを残すことを選んでください。',
          '心当たりがない場合は、今すぐログインしてアカウントを残し、新しいパスワードを設定してください。',
        ],
        link: 'アカウントを残す',
      },
      deletion_scheduled_left: {
        subject: '{service}のアカウントは削除されます',
        first: '{service}のアカウントは{until}に削除されます。',
        paragraphs: [
          'このアカウントのメールアドレスは72時間以内に変更されたため、このメールは変更前のアドレスにもお送りしています。',
          '心当たりがない場合は、その変更をお知らせしたメールのリンクをご利用ください。アカウントは元のアドレスに戻り、削除も取り消されます。',
        ],
      },
      deletion_cancelled: {
        subject: '{service}のアカウントは残ります',
        first: '{service}のアカウントは削除されません。',
        paragraphs: ['すべて元のままです。', '心当たりがない場合は、新しいパスワードを設定してください。'],
      },
      own_address_code: {
        subject: '{service}の確認コード',
        first: '{code} が{service}の確認コードです。',
        paragraphs: [
          'コードを請求した画面に入力して、{address} がご本人のメールアドレスであることを確認してください。',
          'コードは1回だけ、{minutes, plural, other {#}}分間有効です。誰にも教えないでください。',
          'お心当たりがない場合は、何もする必要はありません。コードがなければ、何も変更されません。',
        ],
      },
      new_device: {
        subject: '{service}のアカウントに新しい端末からログインがありました',
        first: 'これまでに使われたことのない端末から、{service}のアカウントへのログインがありました。',
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
        subject: '{service}のアカウントに2段階認証が設定されました',
        first: '{service}のアカウントへのログインで、2段階認証も求められるようになりました。',
        paragraphs: [],
      },
      second_factor_removed: {
        subject: '{service}のアカウントの2段階認証が解除されました',
        first: '{service}のアカウントへのログインで、2段階認証は求められなくなりました。',
        paragraphs: [],
      },
      recovery_codes_renewed: {
        subject: '{service}のアカウントのリカバリーコードが新しくなりました',
        first: '{service}のアカウントの新しいリカバリーコードが作成されました。',
        paragraphs: ['以前のコードは使えなくなりました。'],
      },
      refresh_token_reused: {
        subject: '1台の端末で{service}からログアウトされました',
        first: '念のため、{service}のアカウントのログインを1件終了しました。',
        paragraphs: [
          'このログインの鍵がもう一度使われました。アプリをバックアップから復元したときのほか、ほかの人が鍵の写しを持っているときにも起こります。',
          '必要な場合は、その端末でもう一度ログインしてください。ほかの端末のログインはそのままです。',
        ],
      },
      account_unlocked: {
        subject: '{service}に再びログインできます',
        first: '{service}のアカウントに再びログインできるようになりました。',
        paragraphs: [
          '誤ったパスワードが何度も入力されたため、ログインを一時停止していました。パスワードは変わっていません。',
        ],
      },
      sign_in_locked: {
        subject: '{service}のアカウントに誤ったパスワードが何度も入力されました',
        first:
          '{service}のアカウントに誤ったパスワードが何度も入力されたため、新しい場所からのログインを最長1時間お断りしています。',
        paragraphs: [
          '入力されたパスワードはどれも正しくなく、アカウントは元のままです。何もする必要はありません。',
          '過去30日間にログインした場所や、以前にログインしたことのあるブラウザーからは、これまでどおりログインできます。ほかの場所では、「パスワードを忘れた場合」から新しいパスワードを設定するか、1時間が過ぎるまでお待ちください。',
        ],
      },
    },
    notice: {
      at: '日時：{at}',
      device: '端末：{device}',
      application: 'アプリ：{application}',
      network: 'ネットワーク：{network}',
      byOperator: 'この操作は{service}の運営者が行いました。',
      browserOn: '{os} の {browser}',
      ifYou: 'ご本人による操作の場合は、何もする必要はありません。',
      ifNot:
        'そうでない場合は、ログイン中の端末を確認し、心当たりのないものをログアウトして、別のパスワードを設定してください。',
      link: 'セキュリティ設定を開く',
    },
  },
  copy: {
    title: '{service}にあるあなたのデータ',
    made: 'このコピーは{at}に作成されました。',
    profile:
      'profile.json：保存されているあなたの情報のすべて（プロフィール、ログイン中の場所、アカウントの出来事、利用中のアプリケーション）。プログラムで読み取れるテキストファイルです。',
    pictures: 'pictures：あなたの画像（全体と、表示されている形）。',
    noPictures: '画像が設定されていないため、ここには含まれていません。',
    secrets: 'パスワードとコードは含まれていません。誰にも読めない形で保存されています。',
  },
  pages: {
    undo_ask: {
      title: 'メールアドレスの変更を取り消しますか？',
      paragraphs: [
        'アカウントのメールアドレスが {address} に戻ります。ログイン中の全員がログアウトされ、新しいパスワードの設定が必要になります。',
      ],
      button: '変更を取り消す',
    },
    undo_done: {
      title: '変更を取り消しました',
      paragraphs: [
        'アカウントのメールアドレスが {address} に戻り、全員がログアウトされました。',
        'ログインする前に新しいパスワードを設定してください。「パスワードを忘れた場合」から請求すると、このメールアドレスにコードが届きます。',
      ],
      stays: 'アカウントは削除される予定でしたが、取り消されました。アカウントはそのまま残ります。',
    },
    undo_over: {
      title: 'このリンクは使用済みか、期限が切れています',
      paragraphs: [
        '変更を取り消せるのは、72時間以内に1回だけです。ほかの人があなたのアカウントを使っている場合は、サービスの運営者に助けを求めてください。',
      ],
    },
    undo_unknown: {
      title: 'このリンクは確認できません',
      paragraphs: ['アドレス全体がコピーされているか確認するか、メールからもう一度リンクを開いてください。'],
    },
    undo_frozen: {
      title: 'アカウントは凍結されています',
      paragraphs: [
        'このアカウントのメールアドレスから、変更に対する異議の申し立てがありました。解決するまで、どの変更も取り消せません。',
        '以前のパスワードでログインするか、サービスの運営者に助けを求めてください。',
      ],
    },
    objection_ask: {
      title: 'この変更に異議を申し立てますか？',
      paragraphs: [
        '申し立てると、誰もアカウントのメールアドレスの変更、メールでのパスワードの再設定、アカウントの削除ができなくなります。',
        'この状態は、誰かが以前のパスワードでログインするか、サービスの運営者が判断するまで続きます。アカウントがあなたのメールアドレスに戻るわけではありません。',
      ],
      button: '異議を申し立てる',
    },
    objection_done: {
      title: 'アカウントは凍結されています',
      paragraphs: [
        'メールアドレスは今のまま変わらず、メールでのパスワードの再設定も、アカウントの削除もできません。',
        'あなたのアカウントである場合は、パスワードでログインするか、サービスの運営者に助けを求めてください。',
      ],
    },
    objection_over: {
      title: 'このリンクは使用済みか、期限が切れています',
      paragraphs: [
        '異議を申し立てられるのは、72時間以内に1回だけです。ほかの人があなたのアカウントを使っている場合は、サービスの運営者に助けを求めてください。',
      ],
    },
  },
}

export default japanese
