import type { Translation } from '../texts.ts'

/**
 * Português, na norma do Brasil e com palavras que se entendem também em Portugal onde é possível. Tratamento: você. Aspas
 * “…”. Palavras: nome de usuário, nome, sobrenome, e-mail, número de telefone, senha, conta, perfil, imagem, código.
 */
const portuguese: Translation = {
  language: 'pt',
  errors: {
    required: 'Este campo é obrigatório.',
    blank: 'Este campo não pode ficar em branco.',
    null: 'Este campo precisa ter um valor.',
    not_a_string: 'Não é um texto válido.',
    null_characters: 'Caracteres nulos não são permitidos.',
    surrogate_characters: 'Caracteres substitutos isolados não são permitidos: U+{code}.',
    max_length: 'Este campo não pode ter mais de {max, plural, one {# caractere} other {# caracteres}}.',
    email_invalid: 'Digite um endereço de e-mail válido.',
    phone_invalid: 'Digite o número de telefone no formato “999999999”, com no máximo 15 dígitos.',
    invalid_choice: '“{value}” não é uma opção válida.',
    token_mismatch: 'O código não confere.',
    image_invalid: 'Envie uma imagem válida. O arquivo enviado não é uma imagem ou está danificado.',
    file_missing: 'Nenhum arquivo foi enviado.',
    file_empty: 'O arquivo enviado está vazio.',
    not_a_file: 'O que foi enviado não é um arquivo. Verifique a codificação do formulário.',
    file_too_large: 'O arquivo não pode ter mais de {megabytes, plural, other {# MB}}.',
    too_many_pixels:
      'A imagem não pode ter mais de {megapixels, plural, one {# megapixel} other {# megapixels}} somando todos os quadros.',
    image_too_complex:
      'Esta imagem precisa de memória demais para ser aberta. Salve-a com menos pixels ou como JPEG comum e envie de novo.',
    not_an_integer: 'Digite um número inteiro.',
    min_value: 'O valor precisa ser maior ou igual a {min}.',
    crop_incomplete: 'Envie crop_x, crop_y, crop_width e crop_height juntos, ou nenhum deles.',
    crop_outside: 'O recorte precisa ficar dentro da imagem de {width} × {height} pixels.',
    no_picture: 'Ainda não há imagem para recortar. Envie uma primeiro.',
    password_wrong: 'Sua senha antiga está incorreta. Digite-a novamente.',
    own_password_wrong: 'Sua senha está incorreta. Digite-a novamente.',
    password_too_short:
      'Esta senha é curta demais. Ela precisa ter pelo menos {min, plural, one {# caractere} other {# caracteres}}.',
    password_too_common: 'Esta senha é comum demais.',
    password_predictable:
      'Esta senha é fácil de adivinhar. Evite repetições e sequências como aaaaaaaa, abcd1234 ou qwertyui.',
    password_breached: 'Esta senha ficou conhecida em um vazamento de dados de outro serviço. Escolha outra.',
    password_too_similar: 'A senha é parecida demais com {attribute}.',
    username_invalid:
      'Digite um nome de usuário válido. Ele só pode ter letras, números e os caracteres @/./+/-/_.',
    username_taken: 'Este nome de usuário já está em uso.',
    email_taken: 'Este endereço de e-mail já pertence a outra conta.',
    password_hash_unknown: 'O hash da senha não está em nenhum formato aceito ou exige cálculo demais.',
    datetime_invalid: 'A data e a hora estão em um formato inválido. Use este: YYYY-MM-DDThh:mm:ssZ.',
    cursor_invalid: 'O cursor é inválido.',
    address_not_registered: 'Este endereço não está registrado.',
    not_a_boolean: 'O valor precisa ser verdadeiro ou falso.',
    refresh_of_another: 'O token é inválido ou expirou.',
    second_factor_code_wrong:
      'Este código não está certo ou já foi usado. Digite o código atual do seu aplicativo de autenticação ou um código de recuperação.',
    ticket_not_valid: 'Esta entrada expirou ou começou em outro lugar. Entre novamente com sua senha.',
    passkey_invalid: 'Não foi possível verificar a chave de acesso. Tente de novo.',
    passkey_unknown: 'Esta chave de acesso não está registrada ou foi removida. Entre de outra forma.',
    passkey_registered: 'Esta chave de acesso já está registrada.',
    too_many_passkeys:
      'Não pode haver mais de {max, plural, one {# chave de acesso} other {# chaves de acesso}}. Remova uma primeiro.',
    validation: 'Os dados informados são inválidos.',
    not_an_object: 'Dados inválidos. Era esperado um objeto, mas foi recebido: {type}.',
    no_data: 'Nenhum dado foi enviado.',
    parse_json: 'Não foi possível ler os dados como JSON: {reason}',
    parse_multipart: 'Não foi possível ler o formulário (multipart): {reason}',
    malformed: 'A solicitação está malformada.',
    if_match_malformed:
      'O cabeçalho If-Match precisa ser uma lista de etiquetas de entidade entre aspas duplas, ou *.',
    not_authenticated: 'Você não entrou na sua conta.',
    api_key_missing: 'Falta a chave de API. Envie-a no cabeçalho apikey.',
    api_key_invalid: 'A chave de API não é válida.',
    authorization_malformed: 'O cabeçalho Authorization precisa ter dois valores separados por um espaço.',
    token_not_valid: 'Seu acesso é inválido ou expirou. Entre novamente.',
    refresh_not_valid: 'Sua sessão é inválida ou expirou. Entre novamente.',
    credentials_invalid: 'O nome de usuário ou a senha está incorreto.',
    inactive_account: 'Esta conta não está ativa.',
    password_reset_required: 'Escolha primeiro uma nova senha: peça um código em “Esqueceu sua senha?”.',
    second_factor_required:
      'É necessário um segundo fator: digite um código do seu aplicativo de autenticação.',
    second_factor_enrollment_required: 'Configure primeiro um segundo fator na página da sua conta.',
    second_factor_kept:
      'Aqui é preciso um segundo fator, por isso ele não pode ser removido. Configure outro no lugar dele.',
    passkeys_unavailable: 'Não é possível usar chaves de acesso com este aplicativo.',
    origin_not_allowed: 'Esta origem não está registrada para o aplicativo.',
    recent_sign_in_required:
      'Confirme primeiro que é você: digite sua senha ou entre novamente. Depois, repita isto.',
    account_frozen:
      'Uma alteração foi contestada a partir de um endereço desta conta, por isso isto não é possível agora. Entre com a senha que a conta tinha antes ou peça ajuda aos responsáveis pelo serviço.',
    cross_site_request: 'Esta solicitação não veio da página.',
    cookie_duplicate:
      'O cookie {name} foi enviado mais de uma vez. Apague os cookies deste site no seu navegador e entre novamente.',
    not_found: 'Não encontrado.',
    method_not_allowed: 'O método “{method}” não é permitido.',
    precondition_failed: 'O perfil foi alterado nesse meio-tempo. Carregue-o de novo e repita a alteração.',
    payload_too_large: 'A solicitação tem mais de {limit, plural, one {# byte} other {# bytes}}.',
    too_many_parts: 'A solicitação tem mais de {limit, plural, one {# campo} other {# campos}}.',
    unsupported_media_type: 'O tipo de mídia “{mediaType}” da solicitação não é aceito.',
    headers_too_large: 'A linha de solicitação e os cabeçalhos são grandes demais.',
    throttled:
      'Solicitações demais. Tente novamente em {seconds, plural, one {# segundo} other {# segundos}}.',
    pictures_per_day:
      'Você já trocou sua imagem vezes suficientes por hoje. Tente novamente em {hh, plural, one {# hora} other {# horas}}, {m, plural, one {# minuto} other {# minutos}} e {ss, plural, one {# segundo} other {# segundos}}.',
    server_error: 'Ocorreu um erro no servidor.',
    unavailable:
      'O serviço não está disponível no momento. Tente novamente em {seconds, plural, one {# segundo} other {# segundos}}.',
    request_timeout: 'A solicitação não chegou a tempo.',
  },
  attributes: {
    username: 'seu nome de usuário',
    'first name': 'seu nome',
    'last name': 'seu sobrenome',
    'email address': 'seu e-mail',
    'service name': 'o nome deste serviço',
    'service address': 'o endereço deste serviço',
  },
  mails: {
    greeting: 'Olá, {name}.',
    greetingWithoutName: 'Olá.',
    footer: '{service} enviou este e-mail por causa de algo que foi feito com uma conta do serviço.',
    mails: {
      new_address_code: {
        subject: 'Seu código de confirmação: {service}',
        first: '{code} é seu código de confirmação ({service}).',
        paragraphs: [
          'Digite-o onde você o pediu para que {address} seja o endereço de e-mail da sua conta.',
          'O código só vale uma vez, por {minutes, plural, one {# minuto} other {# minutos}}. Não o passe a ninguém.',
          'Se você não o pediu, não precisa fazer nada: sem o código, nada muda.',
        ],
      },
      current_address_code: {
        subject: 'Seu código de confirmação: {service}',
        first: '{code} é seu código de confirmação ({service}).',
        paragraphs: [
          'Digite-o onde você o pediu para trocar o endereço de e-mail da sua conta, que deixa de ser este e passa a ser {address}.',
          'O código só vale uma vez, por {minutes, plural, one {# minuto} other {# minutos}}. Não o passe a ninguém.',
          'Se você não o pediu, outra pessoa entrou na sua conta: troque sua senha. Sem o código, o endereço continua o mesmo.',
        ],
      },
      address_taken: {
        subject: 'Seu endereço de e-mail foi digitado: {service}',
        first: 'Alguém quis usar este endereço de e-mail em outra conta ({service}).',
        paragraphs: [
          'O endereço pertence à sua conta e continua nela; nenhum código foi enviado a ninguém.',
          'Se foi você, já existe uma conta sua com este endereço. Se não foi, você não precisa fazer nada.',
        ],
      },
      address_changed: {
        subject: 'O e-mail da sua conta foi alterado: {service}',
        first: 'O endereço de e-mail da sua conta ({service}) foi alterado para {address}.',
        paragraphs: [
          'Se foi você, não precisa fazer nada.',
          'Se não foi, desfaça a alteração. Você pode fazer isso até esta data: {until}. A conta volta a ter este endereço, todas as sessões são encerradas e uma nova senha é pedida.',
        ],
        link: 'Desfazer a alteração',
      },
      password_reset_code: {
        subject: 'Seu código de senha: {service}',
        first: '{code} é seu código para uma nova senha ({service}).',
        paragraphs: [
          'Digite-o onde você o pediu para escolher uma nova senha.',
          'O código só vale uma vez, por {minutes, plural, one {# minuto} other {# minutos}}. Não o passe a ninguém.',
          'Se você não o pediu, não precisa fazer nada: sua senha continua a mesma.',
        ],
      },
      password_reset_code_left: {
        subject: 'Seu código de senha: {service}',
        first: '{code} é seu código para uma nova senha ({service}).',
        paragraphs: [
          'Digite-o onde você o pediu para escolher uma nova senha. O código só vale uma vez, por {minutes, plural, one {# minuto} other {# minutos}}. Não o passe a ninguém.',
          'Esta conta tem seu endereço há menos de 72 horas. Por isso, a nova senha só passa a valer {hours, plural, one {# hora} other {# horas}} depois que você a escolher e, até lá, quem tem a senha atual pode cancelá-la.',
          'Se você não o pediu, não precisa fazer nada: sua senha continua a mesma.',
        ],
      },
      recovery_announced: {
        subject: 'Uma nova senha para sua conta: {service}',
        first: 'Uma nova senha foi escolhida para sua conta ({service}). Ela passa a valer em {until}.',
        paragraphs: [
          'Ela foi escolhida com um código enviado para {address}. Até lá, vale sua senha atual.',
          'Se foi você, não precisa fazer nada.',
          'Se não foi, entre e cancele-a: para isso é preciso ter sua senha atual.',
        ],
        link: 'Cancelar a nova senha',
      },
      recovery_stopped: {
        subject: 'A nova senha da sua conta foi cancelada: {service}',
        first: 'A nova senha escolhida para sua conta ({service}) não passará a valer.',
        paragraphs: [
          'Alguém que tem a senha atual a cancelou.',
          'Se não foi você, desfaça a alteração do endereço com o link do e-mail sobre ela ou peça ajuda aos responsáveis pelo serviço.',
        ],
      },
      address_undone: {
        subject: 'O e-mail da sua conta voltou a ser o anterior: {service}',
        first: 'A alteração que pôs este endereço de e-mail na sua conta ({service}) foi desfeita.',
        paragraphs: [
          'A conta tem de novo o endereço {address} e todas as sessões foram encerradas.',
          'Se foi você, não precisa fazer nada.',
          'Se não foi, conteste. Você pode fazer isso até esta data: {until}. A partir da contestação, ninguém poderá alterar o endereço, recuperar a senha por e-mail nem excluir a conta, até que alguém prove, com a senha que a conta tinha antes, que a conta é sua.',
        ],
        link: 'Contestar',
      },
      undo_ended: {
        subject: 'Sua conta deixou este endereço de e-mail: {service}',
        first: 'Sua conta ({service}) tem o endereço {address}, e isso não pode mais ser desfeito.',
        paragraphs: [
          'Alguém que tem a senha da conta encerrou o prazo em que isso podia ser desfeito.',
          'Se não foi você, peça ajuda aos responsáveis pelo serviço.',
        ],
      },
      password_changed: {
        subject: 'A senha da sua conta foi alterada: {service}',
        first: 'A senha da sua conta ({service}) foi alterada.',
        paragraphs: [
          'Se foi você, não precisa fazer nada.',
          'Se não foi, outra pessoa tem acesso à sua conta: escolha uma nova senha em “Esqueceu sua senha?” e verifique se esta caixa de entrada está protegida.',
        ],
      },
      deletion_scheduled: {
        subject: 'Sua conta será excluída: {service}',
        first: 'Sua conta ({service}) será excluída em {until}.',
        paragraphs: [
          'Tudo o que está guardado sobre você será apagado com ela e não poderá ser recuperado.',
          'Se mudar de ideia, entre antes dessa data e escolha manter sua conta.',
          'Se não foi você, entre agora, mantenha sua conta e escolha uma nova senha.',
        ],
        link: 'Manter minha conta',
      },
      deletion_scheduled_left: {
        subject: 'Sua conta será excluída: {service}',
        first: 'Sua conta ({service}) será excluída em {until}.',
        paragraphs: [
          'O endereço desta conta foi alterado há menos de 72 horas, por isso este e-mail vai também para o endereço anterior.',
          'Se não foi você, use o link do e-mail sobre essa alteração: ele devolve à conta o endereço anterior e cancela a exclusão.',
        ],
      },
      deletion_cancelled: {
        subject: 'Sua conta continua: {service}',
        first: 'Sua conta ({service}) não será excluída.',
        paragraphs: ['Tudo está como antes.', 'Se não foi você, escolha uma nova senha.'],
      },
      own_address_code: {
        subject: 'Seu código de confirmação: {service}',
        first: '{code} é seu código de confirmação ({service}).',
        paragraphs: [
          'Digite-o onde você o pediu para confirmar que {address} é seu endereço de e-mail.',
          'O código só vale uma vez, por {minutes, plural, one {# minuto} other {# minutos}}. Não o passe a ninguém.',
          'Se você não o pediu, não precisa fazer nada: sem o código, nada muda.',
        ],
      },
      new_device: {
        subject: 'Novo dispositivo na sua conta: {service}',
        first: 'Alguém entrou na sua conta ({service}) com um dispositivo que não conhecíamos.',
        paragraphs: [],
      },
      passkey_added: {
        subject: 'Uma chave de acesso foi adicionada à sua conta: {service}',
        first: 'Uma chave de acesso foi adicionada à sua conta ({service}).',
        paragraphs: [],
      },
      passkey_removed: {
        subject: 'Uma chave de acesso foi removida da sua conta: {service}',
        first: 'Uma chave de acesso foi removida da sua conta ({service}).',
        paragraphs: [],
      },
      second_factor_added: {
        subject: 'Sua conta tem um segundo fator: {service}',
        first: 'Para entrar na sua conta ({service}), agora também é pedido um segundo fator.',
        paragraphs: [],
      },
      second_factor_removed: {
        subject: 'O segundo fator da sua conta foi removido: {service}',
        first: 'Para entrar na sua conta ({service}), não é mais pedido um segundo fator.',
        paragraphs: [],
      },
      recovery_codes_renewed: {
        subject: 'Sua conta tem novos códigos de recuperação: {service}',
        first: 'Novos códigos de recuperação foram criados para a sua conta ({service}).',
        paragraphs: ['Os anteriores não valem mais.'],
      },
      refresh_token_reused: {
        subject: 'Sua sessão em um dispositivo foi encerrada: {service}',
        first: 'Por precaução, uma sessão da sua conta ({service}) foi encerrada.',
        paragraphs: [
          'A chave dela foi usada uma segunda vez. Isso acontece quando um aplicativo é restaurado de um backup, e também quando outra pessoa tem uma cópia da chave.',
          'Se precisar, entre de novo nesse dispositivo. Seus outros dispositivos continuam conectados.',
        ],
      },
      account_unlocked: {
        subject: 'Você já pode entrar de novo: {service}',
        first: 'Já é possível entrar de novo na sua conta ({service}).',
        paragraphs: [
          'A entrada estava suspensa depois de muitas senhas erradas. Sua senha continua a mesma.',
        ],
      },
      sign_in_locked: {
        subject: 'Muitas senhas erradas na sua conta: {service}',
        first:
          'Muitas senhas erradas foram digitadas para a sua conta ({service}); por isso, entradas a partir de novos lugares são recusadas por até uma hora.',
        paragraphs: [
          'Nenhuma dessas senhas estava certa, e sua conta está como antes. Você não precisa fazer nada.',
          'Você ainda pode entrar como sempre de onde entrou nos últimos 30 dias e nos navegadores em que já entrou antes. Em outros lugares, escolha uma nova senha em “Esqueceu sua senha?” ou espere a hora passar.',
        ],
      },
    },
    notice: {
      at: 'Quando: {at}',
      device: 'Dispositivo: {device}',
      application: 'Aplicativo: {application}',
      network: 'Rede: {network}',
      byOperator: 'Quem administra o serviço ({service}) fez isso.',
      browserOn: '{browser} no {os}',
      ifYou: 'Se foi você, não precisa fazer nada.',
      ifNot:
        'Se não foi, veja onde você está conectado, desconecte o que não reconhece e escolha outra senha.',
      link: 'Abrir as configurações de segurança',
    },
  },
  copy: {
    title: 'Seus dados: {service}',
    made: 'Esta cópia foi feita em {at}.',
    profile:
      'profile.json: tudo o que está guardado sobre você: seu perfil, onde você está conectado, o que aconteceu com sua conta e os aplicativos que você usa. É um arquivo de texto que programas conseguem ler.',
    pictures: 'pictures: sua imagem, inteira e como ela é mostrada.',
    noPictures: 'Você não tem imagem, por isso não há nenhuma aqui.',
    secrets:
      'Senhas e códigos não estão incluídos: eles são guardados de uma forma que ninguém consegue ler.',
  },
  pages: {
    undo_ask: {
      title: 'Desfazer a alteração do seu e-mail?',
      paragraphs: [
        'A conta volta a ter o endereço {address}. Todas as sessões são encerradas e será preciso escolher uma nova senha.',
      ],
      button: 'Desfazer a alteração',
    },
    undo_done: {
      title: 'A alteração foi desfeita',
      paragraphs: [
        'A conta tem de novo o endereço {address} e todas as sessões foram encerradas.',
        'Escolha uma nova senha antes de entrar: peça-a em “Esqueceu sua senha?”. O código chega a este endereço.',
      ],
      stays: 'A conta seria excluída. A exclusão foi cancelada: a conta permanece.',
    },
    undo_over: {
      title: 'Este link já foi usado ou é antigo demais',
      paragraphs: [
        'Uma alteração pode ser desfeita uma vez, em até 72 horas. Se outra pessoa usa sua conta, peça ajuda aos responsáveis pelo serviço.',
      ],
    },
    undo_unknown: {
      title: 'Não conhecemos este link',
      paragraphs: ['Verifique se o endereço foi copiado por inteiro ou abra-o de novo a partir do e-mail.'],
    },
    undo_frozen: {
      title: 'A conta está congelada',
      paragraphs: [
        'Uma alteração foi contestada a partir de um endereço desta conta. Até que isso seja resolvido, nada pode ser desfeito.',
        'Entre com a senha que a conta tinha antes ou peça ajuda aos responsáveis pelo serviço.',
      ],
    },
    objection_ask: {
      title: 'Contestar esta alteração?',
      paragraphs: [
        'Se você contestar, ninguém poderá alterar o endereço da conta, recuperar a senha por e-mail nem excluir a conta.',
        'Isso dura até que alguém entre com a senha que a conta tinha antes ou os responsáveis pelo serviço decidam. A contestação não devolve a conta ao seu endereço.',
      ],
      button: 'Contestar',
    },
    objection_done: {
      title: 'A conta está congelada',
      paragraphs: [
        'O endereço continua o mesmo, a senha não pode ser recuperada por e-mail e a conta não pode ser excluída.',
        'Se a conta é sua, entre com sua senha ou peça ajuda aos responsáveis pelo serviço.',
      ],
    },
    objection_over: {
      title: 'Este link já foi usado ou é antigo demais',
      paragraphs: [
        'Você pode contestar uma vez, em até 72 horas. Se outra pessoa usa sua conta, peça ajuda aos responsáveis pelo serviço.',
      ],
    },
  },
}

export default portuguese
