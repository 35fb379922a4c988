import type { Translation } from '../texts.ts'

/**
 * 简体中文。称呼用“您”。标点用全角（，。：；？（）），引号用“…”，数字与西文用半角，与汉字之间空一格。用语：用户名、名字、姓氏、电子邮箱、电话号码、
 * 密码、账号、个人资料、图片、验证码。
 */
const simplifiedChinese: Translation = {
  language: 'zh-Hans',
  errors: {
    required: '此字段为必填项。',
    blank: '此字段不能为空。',
    null: '此字段必须有值。',
    not_a_string: '不是有效的文本。',
    null_characters: '不允许使用空字符。',
    surrogate_characters: '不允许使用单独的代理字符：U+{code}。',
    max_length: '此字段不能超过 {max, plural, other {# 个字符}}。',
    email_invalid: '请输入有效的电子邮箱地址。',
    phone_invalid: '请按“999999999”的格式输入电话号码，最多 15 位数字。',
    invalid_choice: '“{value}”不是有效的选项。',
    token_mismatch: '验证码不正确。',
    image_invalid: '请上传有效的图片。您上传的文件不是图片或已损坏。',
    file_missing: '没有提交文件。',
    file_empty: '提交的文件是空的。',
    not_a_file: '提交的数据不是文件。请检查表单的编码类型。',
    file_too_large: '文件不能超过 {megabytes, plural, other {# MB}}。',
    too_many_pixels: '图片所有帧合计不能超过 {megapixels, plural, other {# 百万像素}}。',
    image_too_complex: '打开这张图片需要的内存过多。请减少像素或另存为普通 JPEG，然后重新上传。',
    not_an_integer: '请输入整数。',
    min_value: '数值必须大于或等于 {min}。',
    crop_incomplete: '请同时提交 crop_x、crop_y、crop_width 和 crop_height，或者都不提交。',
    crop_outside: '裁剪区域必须在 {width} × {height} 像素的图片之内。',
    no_picture: '还没有可裁剪的图片。请先上传一张。',
    password_wrong: '您的旧密码不正确，请重新输入。',
    own_password_wrong: '您的密码不正确，请重新输入。',
    password_too_short: '此密码太短，至少需要 {min, plural, other {# 个字符}}。',
    password_too_common: '此密码太常见。',
    password_predictable: '此密码容易被猜到。请避免重复和连续的字符，例如 11112222 或 98765432。',
    password_breached: '此密码已在其他服务的数据泄露中曝光，请换一个。',
    password_too_similar: '密码与{attribute}太相似。',
    username_invalid: '请输入有效的用户名。用户名只能包含字母、数字和 @/./+/-/_ 字符。',
    username_taken: '此用户名已被使用。',
    email_taken: '此电子邮箱已属于另一个账号。',
    password_hash_unknown: '密码哈希不是可接受的格式，或所需的计算量过大。',
    datetime_invalid: '日期和时间的格式不正确，请使用此格式：YYYY-MM-DDThh:mm:ssZ。',
    cursor_invalid: '游标无效。',
    address_not_registered: '此地址未登记。',
    not_a_boolean: '值必须为真或假。',
    refresh_of_another: '令牌无效或已过期。',
    second_factor_code_wrong: '验证码不正确或已使用过。请输入身份验证器应用中当前的验证码，或输入恢复代码。',
    ticket_not_valid: '此次登录已失效，或是在别处开始的。请重新使用密码登录。',
    passkey_invalid: '无法验证通行密钥，请重试。',
    passkey_unknown: '此通行密钥未登记或已移除，请用其他方式登录。',
    passkey_registered: '此通行密钥已登记。',
    too_many_passkeys: '最多只能有 {max, plural, other {# 个通行密钥}}，请先移除一个。',
    validation: '输入无效。',
    not_an_object: '数据无效。应为对象，实际收到的是 {type}。',
    no_data: '没有提交数据。',
    parse_json: '无法将数据读取为 JSON：{reason}',
    parse_multipart: '无法读取表单（multipart）：{reason}',
    malformed: '请求格式不正确。',
    if_match_malformed: 'If-Match 标头必须是用双引号括起来的实体标签列表，或 *。',
    not_authenticated: '您尚未登录。',
    api_key_missing: '缺少 API 密钥。请在 apikey 标头中提供。',
    api_key_invalid: 'API 密钥无效。',
    authorization_malformed: 'Authorization 标头必须包含用空格分隔的两个值。',
    token_not_valid: '您的登录无效或已过期，请重新登录。',
    refresh_not_valid: '您的会话无效或已过期，请重新登录。',
    credentials_invalid: '用户名或密码不正确。',
    inactive_account: '此账号未启用。',
    password_reset_required: '请先设置新密码：通过“忘记密码”获取验证码。',
    second_factor_required: '需要两步验证：请输入身份验证器应用中的验证码。',
    second_factor_enrollment_required: '请先在您的账号页面上设置两步验证。',
    second_factor_kept: '此处必须使用两步验证，因此不能移除。您可以改为设置另一个。',
    passkeys_unavailable: '无法通过此应用使用通行密钥。',
    origin_not_allowed: '此来源未在该应用中登记。',
    recent_sign_in_required: '请先确认是您本人：输入密码或重新登录，然后重试。',
    account_frozen:
      '此账号的一个邮箱对某项更改提出了异议，因此目前无法执行此操作。请使用之前的密码登录，或向服务的运营者求助。',
    cross_site_request: '此请求并非来自该页面。',
    cookie_duplicate: 'Cookie {name} 被发送了不止一次。请在浏览器中删除此网站的 Cookie，然后重新登录。',
    not_found: '未找到。',
    method_not_allowed: '不允许使用“{method}”方法。',
    precondition_failed: '个人资料在您读取之后已被更改。请重新加载，再进行修改。',
    payload_too_large: '请求超过 {limit, plural, other {# 字节}}。',
    too_many_parts: '请求的字段超过 {limit, plural, other {# 个}}。',
    unsupported_media_type: '不支持请求的媒体类型“{mediaType}”。',
    headers_too_large: '请求行和标头过大。',
    throttled: '请求过于频繁。请在 {seconds, plural, other {# 秒}}后重试。',
    pictures_per_day:
      '您今天更换图片的次数已达上限。请在 {hh, plural, other {# 小时}} {m, plural, other {# 分}} {ss, plural, other {# 秒}}后重试。',
    server_error: '服务器发生错误。',
    unavailable: '服务暂时不可用。请在 {seconds, plural, other {# 秒}}后重试。',
    request_timeout: '请求未能及时送达。',
  },
  attributes: {
    username: '用户名',
    'first name': '名字',
    'last name': '姓氏',
    'email address': '电子邮箱',
    'service name': '本服务的名称',
    'service address': '本服务的地址',
  },
  mails: {
    greeting: '{name}，您好：',
    greetingWithoutName: '您好：',
    footer: '由于有人对 {service} 的账号进行了操作，{service} 发送了这封邮件。',
    mails: {
      new_address_code: {
        subject: '您的 {service} 验证码',
        first: '{code} 是您的 {service} 验证码。',
        paragraphs: [
          '请在您申请验证码的地方输入，以将 {address} 设为您账号的电子邮箱。',
          '验证码只能使用一次，{minutes, plural, other {# 分钟}}内有效。请勿告诉任何人。',
          '如果您没有申请验证码，则无需进行任何操作：没有验证码，什么都不会改变。',
        ],
      },
      current_address_code: {
        subject: '您的 {service} 验证码',
        first: '{code} 是您的 {service} 验证码。',
        paragraphs: [
          '请在您申请验证码的地方输入，以将您账号的电子邮箱从此地址更改为 {address}。',
          '验证码只能使用一次，{minutes, plural, other {# 分钟}}内有效。请勿告诉任何人。',
          '如果您没有申请验证码，说明有其他人登录了您的账号：请更改您的密码。没有验证码，电子邮箱不会改变。',
        ],
      },
      address_taken: {
        subject: '有人在 {service} 输入了您的电子邮箱',
        first: '有人想在 {service} 将此电子邮箱用于另一个账号。',
        paragraphs: [
          '此电子邮箱属于您的账号，不会改变；我们没有向任何人发送验证码。',
          '如果是您本人：您已经有一个使用此电子邮箱的账号。如果不是，您无需进行任何操作。',
        ],
      },
      address_changed: {
        subject: '您的 {service} 账号的电子邮箱已更改',
        first: '您的 {service} 账号的电子邮箱已更改为 {address}。',
        paragraphs: [
          '如果是您本人操作，则无需进行任何操作。',
          '如果不是，请撤销此更改。撤销的截止时间：{until}。撤销后，账号将恢复使用此电子邮箱，所有人都会被登出，并需要设置新密码。',
        ],
        link: '撤销更改',
      },
      password_reset_code: {
        subject: '您的 {service} 密码重置验证码',
        first: '{code} 是您在 {service} 设置新密码的验证码。',
        paragraphs: [
          '请在您申请验证码的地方输入，以设置新密码。',
          '验证码只能使用一次，{minutes, plural, other {# 分钟}}内有效。请勿告诉任何人。',
          '如果您没有申请验证码，则无需进行任何操作：您的密码不会改变。',
        ],
      },
      password_reset_code_left: {
        subject: '您的 {service} 密码重置验证码',
        first: '{code} 是您在 {service} 设置新密码的验证码。',
        paragraphs: [
          '请在您申请验证码的地方输入，以设置新密码。验证码只能使用一次，{minutes, plural, other {# 分钟}}内有效。请勿告诉任何人。',
          '此账号使用当前邮箱还不到 72 小时。因此，新密码会在您设置 {hours, plural, other {# 小时}}后生效；在此之前，持有当前密码的人可以取消新密码。',
          '如果您没有申请验证码，则无需进行任何操作：您的密码不会改变。',
        ],
      },
      recovery_announced: {
        subject: '您的 {service} 账号的新密码',
        first: '有人为您的 {service} 账号设置了新密码，将于 {until} 生效。',
        paragraphs: [
          '新密码是使用发送到 {address} 的验证码设置的。在生效之前，您当前的密码仍然可用。',
          '如果是您本人操作，则无需进行任何操作。',
          '如果不是，请登录并取消新密码：这需要您当前的密码。',
        ],
        link: '取消新密码',
      },
      recovery_stopped: {
        subject: '您的 {service} 账号的新密码已取消',
        first: '为您的 {service} 账号设置的新密码不会生效。',
        paragraphs: [
          '持有当前密码的人取消了新密码。',
          '如果不是您本人操作，请使用关于邮箱更改的邮件中的链接撤销该更改，或向服务的运营者求助。',
        ],
      },
      address_undone: {
        subject: '您的 {service} 账号已恢复之前的电子邮箱',
        first: '将您的 {service} 账号的电子邮箱更改为此地址的操作已被撤销。',
        paragraphs: [
          '账号已恢复使用 {address}，所有人都已被登出。',
          '如果是您本人操作，则无需进行任何操作。',
          '如果不是，请提出异议。提出异议的截止时间：{until}。提出异议后，任何人都无法更改邮箱、通过邮件重置密码或删除账号，直到有人用之前的密码证明账号属于自己。',
        ],
        link: '提出异议',
      },
      undo_ended: {
        subject: '您的 {service} 账号已不再使用此电子邮箱',
        first: '您的 {service} 账号现在使用 {address}，且此更改已无法撤销。',
        paragraphs: [
          '持有账号密码的人结束了可以撤销更改的期限。',
          '如果不是您本人操作，请向服务的运营者求助。',
        ],
      },
      password_changed: {
        subject: '您的 {service} 账号的密码已更改',
        first: '您的 {service} 账号的密码已更改。',
        paragraphs: [
          '如果是您本人操作，则无需进行任何操作。',
          '如果不是，说明有其他人可以访问您的账号：请通过“忘记密码”设置新密码，并确保此邮箱的安全。',
        ],
      },
      deletion_scheduled: {
        subject: '您的 {service} 账号将被删除',
        first: '您的 {service} 账号将于 {until} 删除。',
        paragraphs: [
          '所有保存的与您有关的信息都会一并删除，且无法恢复。',
          '如果您改变主意，请在此之前登录并选择保留账号。',
          '如果不是您本人操作，请立即登录、保留账号并设置新密码。',
        ],
        link: '保留我的账号',
      },
      deletion_scheduled_left: {
        subject: '您的 {service} 账号将被删除',
        first: '您的 {service} 账号将于 {until} 删除。',
        paragraphs: [
          '此账号的邮箱在不到 72 小时前被更改，因此这封邮件也会发送到之前的邮箱。',
          '如果不是您本人操作，请使用关于该更改的邮件中的链接：账号会恢复原邮箱，删除也会取消。',
        ],
      },
      deletion_cancelled: {
        subject: '您的 {service} 账号已保留',
        first: '您的 {service} 账号不会被删除。',
        paragraphs: ['一切照旧。', '如果不是您本人操作，请设置新密码。'],
      },
      own_address_code: {
        subject: '您的 {service} 验证码',
        first: '{code} 是您的 {service} 验证码。',
        paragraphs: [
          '请在您申请验证码的地方输入，以确认 {address} 是您的电子邮箱。',
          '验证码只能使用一次，{minutes, plural, other {# 分钟}}内有效。请勿告诉任何人。',
          '如果您没有申请验证码，则无需进行任何操作：没有验证码，什么都不会改变。',
        ],
      },
      new_device: {
        subject: '您的 {service} 账号有新设备登录',
        first: '有人在我们此前未见过的设备上登录了您的 {service} 账号。',
        paragraphs: [],
      },
      passkey_added: {
        subject: '您的 {service} 账号添加了通行密钥',
        first: '您的 {service} 账号添加了一个通行密钥。',
        paragraphs: [],
      },
      passkey_removed: {
        subject: '您的 {service} 账号移除了通行密钥',
        first: '您的 {service} 账号移除了一个通行密钥。',
        paragraphs: [],
      },
      second_factor_added: {
        subject: '您的 {service} 账号已启用两步验证',
        first: '登录您的 {service} 账号时，现在还需要进行两步验证。',
        paragraphs: [],
      },
      second_factor_removed: {
        subject: '您的 {service} 账号已停用两步验证',
        first: '登录您的 {service} 账号时，不再需要进行两步验证。',
        paragraphs: [],
      },
      recovery_codes_renewed: {
        subject: '您的 {service} 账号有新的恢复代码',
        first: '已为您的 {service} 账号生成新的恢复代码。',
        paragraphs: ['之前的恢复代码不再有效。'],
      },
      refresh_token_reused: {
        subject: '您在一台设备上已被登出 {service}',
        first: '为安全起见，我们结束了您的 {service} 账号的一次登录。',
        paragraphs: [
          '该登录的密钥被再次使用。应用从备份恢复时会出现这种情况，他人持有密钥副本时也会如此。',
          '如有需要，请在该设备上重新登录。您的其他设备仍保持登录。',
        ],
      },
      account_unlocked: {
        subject: '您可以重新登录 {service}',
        first: '您的 {service} 账号现在可以重新登录。',
        paragraphs: ['此前因多次输入错误密码而暂停登录。您的密码没有改变。'],
      },
      sign_in_locked: {
        subject: '您的 {service} 账号多次输错密码',
        first: '有人多次为您的 {service} 账号输入了错误的密码，因此最长一小时内无法从新地点登录。',
        paragraphs: [
          '这些密码都不正确，您的账号一切照旧，无需进行任何操作。',
          '在过去 30 天内登录过的地点，以及曾经登录过的浏览器中，您仍可照常登录。在其他地方，请通过“忘记密码”设置新密码，或等待一小时过去。',
        ],
      },
    },
    notice: {
      at: '时间：{at}',
      device: '设备：{device}',
      application: '应用：{application}',
      network: '网络：{network}',
      byOperator: '此操作由 {service} 的管理者进行。',
      browserOn: '{os} 上的 {browser}',
      ifYou: '如果是您本人操作，则无需进行任何操作。',
      ifNot: '如果不是，请查看您的账号在哪些设备上登录，登出您不认识的设备，并更换密码。',
      link: '打开安全设置',
    },
  },
  copy: {
    title: '您在 {service} 的数据',
    made: '此副本制作于 {at}。',
    profile:
      'profile.json：所有保存的与您有关的信息：您的个人资料、登录的位置、账号中发生的事情以及您使用的应用。这是一个程序可以读取的文本文件。',
    pictures: 'pictures：您的图片，包括原图和显示的样子。',
    noPictures: '您没有图片，因此这里没有图片。',
    secrets: '其中不含密码和验证码：它们以任何人都无法读取的形式保存。',
  },
  pages: {
    undo_ask: {
      title: '要撤销电子邮箱的更改吗？',
      paragraphs: ['账号将恢复使用 {address}。所有已登录的人都会被登出，并需要设置新密码。'],
      button: '撤销更改',
    },
    undo_done: {
      title: '更改已撤销',
      paragraphs: [
        '账号已恢复使用 {address}，所有人都已被登出。',
        '登录之前请先设置新密码：通过“忘记密码”申请，验证码会发送到此邮箱。',
      ],
      stays: '账号原定将被删除。现已取消删除，账号会保留。',
    },
    undo_over: {
      title: '此链接已使用过或已过期',
      paragraphs: ['更改只能在 72 小时内撤销一次。如果有其他人在使用您的账号，请向服务的运营者求助。'],
    },
    undo_unknown: {
      title: '无法识别此链接',
      paragraphs: ['请检查链接地址是否复制完整，或从邮件中重新打开。'],
    },
    undo_frozen: {
      title: '账号已冻结',
      paragraphs: [
        '此账号的一个邮箱对某项更改提出了异议。在问题解决之前，无法撤销任何更改。',
        '请使用之前的密码登录，或向服务的运营者求助。',
      ],
    },
    objection_ask: {
      title: '要对此更改提出异议吗？',
      paragraphs: [
        '如果您提出异议，任何人都无法更改账号的邮箱、通过邮件重置密码或删除账号。',
        '此状态会一直持续，直到有人使用之前的密码登录，或服务的运营者作出决定。提出异议不会让账号恢复使用您的邮箱。',
      ],
      button: '提出异议',
    },
    objection_done: {
      title: '账号已冻结',
      paragraphs: [
        '账号的邮箱保持不变，无法通过邮件重置密码，也无法删除账号。',
        '如果账号属于您，请使用您的密码登录，或向服务的运营者求助。',
      ],
    },
    objection_over: {
      title: '此链接已使用过或已过期',
      paragraphs: ['只能在 72 小时内提出一次异议。如果有其他人在使用您的账号，请向服务的运营者求助。'],
    },
  },
}

export default simplifiedChinese
