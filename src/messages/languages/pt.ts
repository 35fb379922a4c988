import type { Translation } from '../texts.ts'

/**
 * Português do Brasil. Tratamento: você. Aspas “…”. O nome do serviço vem sem artigo: “sua conta em {service}”. Palavras: nome de usuário,
 * nome, sobrenome, e-mail, número de telefone, senha, conta, perfil, foto, código, verificação em duas etapas, chave de acesso; entrar,
 * sair, desconectar, alterar, excluir, armazenar.
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
    unknown_field: 'Não há nenhum campo com este nome.',
    unknown_field_near: 'Não há nenhum campo com este nome. Você quis dizer {name}?',
    email_invalid: 'Digite um e-mail válido.',
    phone_invalid: 'Digite o número de telefone no formato “999999999”, com no máximo 15 dígitos.',
    invalid_choice: '“{value}” não é uma opção válida.',
    token_mismatch: 'O código não confere.',
    image_invalid: 'Envie uma imagem válida. O arquivo enviado não é uma imagem ou está danificado.',
    unsupported_format: 'Este tipo de arquivo não é aceito. Envie uma foto no formato {formats}.',
    file_missing: 'Nenhum arquivo foi enviado.',
    file_empty: 'O arquivo enviado está vazio.',
    not_a_file: 'O que foi enviado não é um arquivo. Confira a codificação do formulário.',
    file_too_large: 'O arquivo não pode ter mais de {megabytes, plural, other {# MB}}.',
    too_many_pixels:
      'A foto não pode ter mais de {megapixels, plural, one {# megapixel} other {# megapixels}}.',
    image_too_complex:
      'Esta foto precisa de memória ou tempo demais para ser aberta. Salve-a com menos pixels ou como JPEG comum e envie novamente.',
    not_an_integer: 'Digite um número inteiro válido.',
    min_value: 'O valor precisa ser maior ou igual a {min}.',
    max_value: 'O valor deve ser no máximo {max}.',
    not_a_list: 'Era esperada uma lista.',
    too_many_items: 'Esta lista pode ter no máximo {max, plural, one {# item} other {# itens}}.',
    not_a_number: 'Digite um número válido.',
    min_length: 'Este campo precisa ter pelo menos {min, plural, one {# caractere} other {# caracteres}}.',
    pattern_mismatch: 'O valor não está no formato exigido.',
    date_invalid: 'O formato da data é inválido. Use este: AAAA-MM-DD.',
    url_invalid: 'Digite um endereço da web válido.',
    too_few_items: 'Escolha pelo menos {min, plural, one {# item} other {# itens}}.',
    place_invalid: 'Envie o lugar como um objeto com locality, region e country, ou parte deles.',
    read_only: 'Este campo não pode ser alterado aqui.',
    not_searchable:
      'Não é possível pesquisar pessoas por um atributo com este nome, ou a pesquisa por ele ainda está sendo preparada.',
    values_too_large:
      'Todos os dados adicionais juntos podem ter no máximo {max, plural, one {# byte} other {# bytes}}. Encurte este.',
    crop_incomplete: 'Envie crop_x, crop_y, crop_width e crop_height juntos, ou nenhum deles.',
    crop_outside: 'O recorte precisa ficar dentro da foto de {width} × {height} pixels.',
    no_picture: 'Não há nenhuma foto para recortar. Envie uma primeiro.',
    password_wrong: 'Sua senha atual está incorreta. Digite-a novamente.',
    own_password_wrong: 'Sua senha está incorreta. Digite-a novamente.',
    password_too_short:
      'Esta senha é muito curta. Ela precisa ter pelo menos {min, plural, one {# caractere} other {# caracteres}}.',
    password_too_common: 'Esta senha é muito comum.',
    password_predictable:
      'Esta senha é fácil de adivinhar. Evite repetições e sequências como aaaaaaaa, abcd1234 ou qwertyui.',
    password_breached: 'Esta senha foi exposta em um vazamento de dados de outro serviço. Escolha outra.',
    password_too_similar: 'A senha é muito parecida com {attribute}.',
    username_invalid:
      'Digite um nome de usuário válido. Ele só pode ter letras, números e os caracteres @/./+/-/_.',
    username_taken: 'Este nome de usuário já está em uso.',
    email_taken: 'Este e-mail já pertence a outra conta.',
    external_id_invalid: 'Um identificador externo tem de 1 a 255 caracteres visíveis, sem espaços em volta.',
    external_id_taken: 'Outra pessoa já tem este identificador externo no seu aplicativo.',
    datetime_invalid: 'O formato da data e da hora é inválido. Use este: YYYY-MM-DDThh:mm:ssZ.',
    cursor_invalid: 'O cursor é inválido.',
    address_not_registered: 'Este endereço não está registrado.',
    not_a_boolean: 'O valor precisa ser verdadeiro ou falso.',
    refresh_of_another: 'O token é inválido ou expirou.',
    second_factor_code_wrong:
      'O código está incorreto ou já foi usado. Digite o código atual do seu aplicativo de autenticação ou um código de recuperação.',
    ticket_not_valid: 'Esta entrada expirou ou foi iniciada em outro lugar. Entre novamente com sua senha.',
    passkey_invalid: 'Não foi possível verificar a chave de acesso. Tente novamente.',
    passkey_unknown: 'Esta chave de acesso não está registrada ou foi removida. Entre de outra forma.',
    passkey_registered: 'Esta chave de acesso já está registrada.',
    too_many_passkeys:
      'Você pode ter até {max, plural, one {# chave de acesso} other {# chaves de acesso}}. Remova uma primeiro.',
    validation: 'Os dados informados são inválidos.',
    not_an_object: 'Dados inválidos. Era esperado um objeto, mas foi recebido: {type}.',
    no_data: 'Nenhum dado foi enviado.',
    parse_json: 'Não foi possível ler os dados como JSON: {reason}',
    parse_multipart: 'Não foi possível ler o formulário (multipart): {reason}',
    malformed: 'O formato da solicitação é inválido.',
    if_match_malformed:
      'O cabeçalho If-Match precisa ser uma lista de etiquetas de entidade entre aspas duplas, ou *.',
    filter_not_indexed:
      'Estes filtros não podem ser combinados: updated_since exclui search e status; attribute exclui todos os outros, exceto status=active.',
    idempotency_key_malformed: 'O cabeçalho Idempotency-Key deve ter de 1 a 255 caracteres ASCII visíveis.',
    not_authenticated: 'Você não entrou na sua conta.',
    api_key_missing: 'A chave de API não foi enviada. Envie-a no cabeçalho apikey.',
    api_key_invalid: 'A chave de API é inválida.',
    authorization_malformed: 'O cabeçalho Authorization precisa ter dois valores separados por um espaço.',
    token_not_valid: 'Seu acesso é inválido ou expirou. Entre novamente.',
    foreign_token_refused: 'O token de acesso foi recusado: {reason}.',
    refresh_not_valid: 'Sua sessão é inválida ou expirou. Entre novamente.',
    credentials_invalid: 'Nome de usuário ou senha incorretos.',
    inactive_account: 'Esta conta não está ativa.',
    password_reset_required: 'Escolha primeiro uma nova senha: solicite um código em “Esqueceu sua senha?”.',
    second_factor_required:
      'A verificação em duas etapas é necessária: digite um código do seu aplicativo de autenticação.',
    second_factor_enrollment_required:
      'Primeiro, configure a verificação em duas etapas na página da sua conta.',
    second_factor_kept:
      'Este serviço exige a verificação em duas etapas, por isso não é possível desativá-la. Use outro aplicativo no lugar.',
    passkeys_unavailable: 'Não é possível usar chaves de acesso neste aplicativo.',
    origin_not_allowed: 'Esta origem não está registrada para o aplicativo.',
    server_key_required: 'Esta operação exige a chave de um aplicativo do tipo server.',
    server_key_not_allowed:
      'A chave de um aplicativo do tipo server não permite esta operação. Use a de um aplicativo em que as pessoas possam entrar.',
    server_key_from_browser:
      'A chave de um servidor é secreta e não deve ser usada em um navegador. Envie a solicitação do seu servidor, sem o cabeçalho Origin, e substitua esta chave.',
    insufficient_scope: 'Esta chave não tem a permissão {scope}.',
    recent_sign_in_required:
      'Primeiro, confirme que é você: digite sua senha ou entre novamente. Depois, tente novamente.',
    account_missing:
      'Não há uma conta para esta entrada, e ela não cria nenhuma. Peça uma conta aos responsáveis por este serviço.',
    account_exists:
      'Já existe uma conta com seu e-mail, e esta entrada não está vinculada a ela. Entre como antes ou fale com os responsáveis por este serviço.',
    act_at_provider: 'Você entrou com {provider}. Faça isso lá ou fale com os responsáveis por este serviço.',
    provider_unavailable: 'Não é possível acessar {provider} no momento. Tente de novo em instantes.',
    provider_refused:
      'Não foi possível concluir a entrada em {provider}. Tente de novo. Se não funcionar, fale com os responsáveis por este serviço.',
    provider_sign_in_expired:
      'Esta entrada em {provider} demorou demais ou já foi concluída. Comece de novo.',
    provider_denied: 'A entrada em {provider} foi cancelada. Nada mudou.',
    provider_other_person: 'Você entrou em {provider} como outra pessoa. Entre lá como a pessoa desta conta.',
    provider_not_fresh: '{provider} não pediu uma nova entrada. É preciso sair de lá e tentar de novo.',
    account_frozen:
      'Uma alteração foi contestada a partir de um e-mail anterior desta conta, por isso isto não é possível agora. Entre com a senha anterior ou fale com os responsáveis por este serviço.',
    cross_site_request: 'Esta solicitação não veio da página.',
    cookie_duplicate:
      'O cookie {name} foi enviado mais de uma vez. Exclua os cookies deste site no seu navegador e entre novamente.',
    not_found: 'Não encontrado.',
    cursor_unknown: 'Este cursor é desconhecido aqui. Leia novamente os dados de todas as pessoas.',
    cursor_expired:
      'Os eventos posteriores a este cursor são demasiado antigos e foram removidos. Leia novamente os dados de todas as pessoas.',
    method_not_allowed: 'O método “{method}” não é permitido.',
    idempotency_key_in_use:
      'Uma solicitação com este Idempotency-Key ainda está em andamento. Repita mais tarde.',
    idempotency_key_reused:
      'Este Idempotency-Key foi usado para outra solicitação. Use um novo para cada alteração.',
    precondition_failed:
      'O perfil foi alterado desde que foi carregado. Carregue-o novamente e repita a alteração.',
    payload_too_large: 'A solicitação tem mais de {limit, plural, one {# byte} other {# bytes}}.',
    too_many_parts: 'A solicitação tem mais de {limit, plural, one {# campo} other {# campos}}.',
    unsupported_media_type: 'O tipo de conteúdo “{mediaType}” da solicitação não é compatível.',
    headers_too_large: 'A linha de solicitação e os cabeçalhos são grandes demais.',
    throttled:
      'Muitas solicitações. Tente novamente em {seconds, plural, one {# segundo} other {# segundos}}.',
    pictures_per_day:
      'Você atingiu o limite diário de alterações do perfil. Tente novamente em {hh, plural, one {# hora} other {# horas}}, {m, plural, one {# minuto} other {# minutos}} e {ss, plural, one {# segundo} other {# segundos}}.',
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
    greeting: 'Olá, {name}!',
    greetingWithoutName: 'Olá!',
    footer: 'Você recebeu este e-mail por causa de uma atividade em uma conta de {service}.',
    linkFallback: 'Se o botão não funcionar, copie este link no seu navegador:',
    fact: '{label}: {value}',
    username: 'Nome de usuário',
    mails: {
      new_address_code: {
        subject: 'Seu código de confirmação de {service}',
        first: 'Digite este código para que {address} seja o e-mail da sua conta em {service}.',
        paragraphs: [
          'Este código funciona uma só vez e expira em {minutes, plural, one {# minuto} other {# minutos}}. Não o compartilhe com ninguém.',
          'Se você não solicitou este código, pode ignorar este e-mail. Sem o código, nada muda.',
        ],
      },
      current_address_code: {
        subject: 'Confirme o novo e-mail da sua conta em {service}',
        first: 'Digite este código para alterar o e-mail da sua conta em {service} para {address}.',
        paragraphs: [
          'Este código funciona uma só vez e expira em {minutes, plural, one {# minuto} other {# minutos}}. Não o compartilhe com ninguém.',
          'Se você não solicitou este código, outra pessoa entrou na sua conta: altere sua senha. Sem o código, seu e-mail continua o mesmo.',
        ],
      },
      address_taken: {
        subject: 'Alguém digitou seu e-mail em {service}',
        first: 'Alguém tentou usar este e-mail em outra conta de {service}.',
        paragraphs: [
          'O endereço continua na sua conta, e não enviamos nenhum código a ninguém.',
          'Se foi você, já existe uma conta sua com este endereço. Se não foi você, não precisa fazer nada.',
        ],
      },
      address_changed: {
        subject: 'Seu e-mail em {service} foi alterado',
        first: 'O e-mail da sua conta em {service} foi alterado para {address}.',
        paragraphs: [
          'Se foi você, não precisa fazer nada.',
          'Se não foi você, desfaça a alteração até {until}. Sua conta voltará a ter este endereço, todas as sessões serão encerradas e você escolherá uma nova senha.',
        ],
        link: 'Desfazer a alteração',
      },
      password_reset_code: {
        subject: 'Seu código para redefinir a senha de {service}',
        first: 'Digite este código para escolher uma nova senha para sua conta em {service}.',
        paragraphs: [
          'Este código funciona uma só vez e expira em {minutes, plural, one {# minuto} other {# minutos}}. Não o compartilhe com ninguém.',
          'Se você não solicitou este código, pode ignorar este e-mail. Sua senha continua a mesma.',
        ],
      },
      password_reset_code_left: {
        subject: 'Seu código para redefinir a senha de {service}',
        first: 'Digite este código para escolher uma nova senha para sua conta em {service}.',
        paragraphs: [
          'Este código funciona uma só vez e expira em {minutes, plural, one {# minuto} other {# minutos}}. Não o compartilhe com ninguém.',
          'O endereço desta conta foi alterado há menos de 72 horas, por isso a nova senha passará a valer {hours, plural, one {# hora} other {# horas}} depois que você a escolher. Até lá, quem souber a senha atual pode cancelá-la.',
          'Se você não solicitou este código, pode ignorar este e-mail. Sua senha continua a mesma.',
        ],
      },
      invitation_code: {
        subject: 'Escolha uma senha para {service}',
        first: 'Uma conta em {service} foi criada para você. Digite este código para escolher uma senha.',
        paragraphs: [
          'Este código funciona uma só vez e expira em {hours, plural, one {# hora} other {# horas}}. Não o compartilhe com ninguém.',
          'Se você não espera uma conta, pode ignorar este e-mail.',
        ],
      },
      recovery_announced: {
        subject: 'Sua senha de {service} está prestes a mudar',
        first: 'Uma nova senha foi escolhida para sua conta em {service}. Ela passa a valer em {until}.',
        paragraphs: [
          'Ela foi escolhida com um código enviado para {address}. Até lá, sua senha atual funciona.',
          'Se foi você, não precisa fazer nada.',
          'Se não foi você, entre com sua senha atual e cancele a nova.',
        ],
        link: 'Cancelar a nova senha',
      },
      recovery_stopped: {
        subject: 'A nova senha da sua conta em {service} foi cancelada',
        first: 'A nova senha escolhida para sua conta em {service} não passará a valer.',
        paragraphs: [
          'Alguém que sabe a senha atual a cancelou.',
          'Se não foi você, desfaça a alteração do endereço com o link que enviamos por e-mail ou fale com os responsáveis por este serviço.',
        ],
      },
      recovery_stopped_final: {
        subject: 'A nova senha da sua conta em {service} foi cancelada',
        first: 'A nova senha escolhida para sua conta em {service} não passará a valer.',
        paragraphs: [
          'Alguém que sabe a senha atual a cancelou.',
          'Se não foi você, fale com os responsáveis por este serviço.',
        ],
      },
      recovery_stopped_by_operator: {
        subject: 'A nova senha da sua conta em {service} foi cancelada',
        first: 'A nova senha escolhida para sua conta em {service} não passará a valer.',
        paragraphs: ['Se você não solicitou isso, fale com os responsáveis por este serviço.'],
      },
      address_undone: {
        subject: 'Seu e-mail em {service} voltou a ser o anterior',
        first: 'A alteração que atribuiu este e-mail à sua conta em {service} foi desfeita.',
        paragraphs: [
          'A conta voltou a usar {address}, e todas as sessões foram encerradas.',
          'Se foi você, não precisa fazer nada.',
          'Se não foi você, conteste até {until}. Depois disso, ninguém poderá alterar o endereço, redefinir a senha por e-mail nem excluir a conta até que alguém prove, com a senha anterior, que a conta é sua.',
        ],
        link: 'Contestar',
      },
      undo_ended: {
        subject: 'Sua conta em {service} não usa mais este e-mail',
        first: 'Sua conta em {service} agora usa {address}, e isso não pode mais ser desfeito.',
        paragraphs: [
          'Alguém que sabe a senha da conta encerrou o prazo para desfazer a alteração.',
          'Se não foi você, fale com os responsáveis por este serviço.',
        ],
      },
      undo_ended_by_operator: {
        subject: 'Sua conta em {service} não usa mais este e-mail',
        first: 'Sua conta em {service} agora usa {address}, e isso não pode mais ser desfeito.',
        paragraphs: ['Se você não solicitou isso, fale com os responsáveis por este serviço.'],
      },
      password_changed: {
        subject: 'Sua senha de {service} foi alterada',
        first: 'A senha da sua conta em {service} foi alterada.',
        paragraphs: [
          'Se foi você, não precisa fazer nada.',
          'Se não foi você, outra pessoa tem acesso à sua conta. Escolha uma nova senha agora e garanta que ninguém mais possa ler seus e-mails.',
        ],
        link: 'Escolher uma nova senha',
      },
      deletion_scheduled: {
        subject: 'Sua conta em {service} será excluída',
        first: 'Sua conta em {service} será excluída em {until}.',
        paragraphs: [
          'Tudo o que armazenamos sobre você será excluído com ela e não poderá ser recuperado.',
          'Se mudar de ideia, entre antes dessa data e mantenha sua conta.',
          'Se não foi você, entre agora, mantenha sua conta e altere sua senha.',
        ],
        link: 'Manter minha conta',
      },
      deletion_scheduled_left: {
        subject: 'Sua conta em {service} será excluída',
        first: 'Sua conta em {service} será excluída em {until}.',
        paragraphs: [
          'O endereço desta conta foi alterado há menos de 72 horas, por isso também enviamos este e-mail para seu endereço anterior.',
          'Se não foi você, use o link que enviamos por e-mail sobre essa alteração. Com ele, a conta volta a ter este endereço e a exclusão é cancelada.',
        ],
      },
      deletion_cancelled: {
        subject: 'Sua conta em {service} não será excluída',
        first: 'A exclusão da sua conta em {service} foi cancelada.',
        paragraphs: ['Tudo continua como antes.', 'Se não foi você, altere sua senha.'],
      },
      own_address_code: {
        subject: 'Seu código de confirmação de {service}',
        first: 'Digite este código para verificar o e-mail {address} da sua conta em {service}.',
        paragraphs: [
          'Este código funciona uma só vez e expira em {minutes, plural, one {# minuto} other {# minutos}}. Não o compartilhe com ninguém.',
          'Se você não solicitou este código, pode ignorar este e-mail. Sem o código, nada muda.',
        ],
      },
      new_device: {
        subject: 'Nova entrada na sua conta em {service}',
        first: 'Alguém entrou na sua conta em {service} em um dispositivo novo.',
        paragraphs: [],
      },
      provider_linked: {
        subject: 'Uma entrada com outro serviço foi vinculada à sua conta em {service}',
        first:
          'Uma entrada com outro serviço foi vinculada à sua conta em {service}, porque ele tem seu e-mail.',
        paragraphs: [],
      },
      passkey_added: {
        subject: 'Uma chave de acesso foi adicionada à sua conta em {service}',
        first: 'Uma chave de acesso foi adicionada à sua conta em {service}.',
        paragraphs: [],
      },
      passkey_removed: {
        subject: 'Uma chave de acesso foi removida da sua conta em {service}',
        first: 'Uma chave de acesso foi removida da sua conta em {service}.',
        paragraphs: [],
      },
      second_factor_added: {
        subject: 'A verificação em duas etapas foi ativada na sua conta em {service}',
        first: 'A verificação em duas etapas foi ativada na sua conta em {service}.',
        paragraphs: [],
      },
      second_factor_removed: {
        subject: 'A verificação em duas etapas foi desativada na sua conta em {service}',
        first:
          'A verificação em duas etapas foi desativada na sua conta em {service}. Basta sua senha para entrar.',
        paragraphs: [],
      },
      recovery_codes_renewed: {
        subject: 'Novos códigos de recuperação da sua conta em {service}',
        first: 'Novos códigos de recuperação foram criados para sua conta em {service}.',
        paragraphs: ['Os anteriores não funcionam mais.'],
      },
      refresh_token_reused: {
        subject: 'Desconectamos um dispositivo da sua conta em {service}',
        first: 'Para proteger sua conta em {service}, encerramos a sessão em um dispositivo.',
        paragraphs: [
          'A chave dessa sessão foi usada duas vezes. Isso acontece quando um aplicativo é restaurado de um backup, mas também quando outra pessoa tem uma cópia da chave.',
          'Se precisar, entre novamente nesse dispositivo. Seus outros dispositivos continuam conectados.',
        ],
      },
      account_unlocked: {
        subject: 'Você já pode entrar novamente em {service}',
        first: 'Você já pode entrar novamente na sua conta em {service}.',
        paragraphs: ['A entrada estava suspensa após muitas senhas incorretas. Sua senha não mudou.'],
      },
      sign_in_locked: {
        subject: 'Muitas senhas incorretas na sua conta em {service}',
        first:
          'Alguém digitou muitas senhas incorretas para sua conta em {service}, por isso a entrada a partir de novos lugares ficará suspensa por até uma hora.',
        paragraphs: [
          'Nenhuma das senhas estava correta, e nada mudou na sua conta. Você não precisa fazer nada.',
          'Você ainda pode entrar de onde entrou nos últimos 30 dias e nos navegadores que já usou. Em outros lugares, escolha uma nova senha ou espere a hora passar.',
        ],
        link: 'Escolher uma nova senha',
      },
    },
    notice: {
      at: 'Quando',
      requestedAt: 'Data da solicitação',
      device: 'Dispositivo',
      place: 'Local',
      application: 'Aplicativo',
      accountPage: 'A página da sua conta',
      byOperator: 'Isso foi feito pelos responsáveis por {service}.',
      browserOn: '{browser} no {os}',
      placeOf: '{country} ({network})',
      ifYou: 'Se foi você, não precisa fazer nada.',
      ifNot:
        'Se não foi você, veja onde você está conectado, desconecte tudo o que você não reconhecer e altere sua senha.',
      link: 'Abrir as configurações de segurança',
    },
  },
  copy: {
    title: 'Seus dados em {service}',
    made: 'Esta cópia foi feita em {at}.',
    profile:
      'profile.json: tudo o que armazenamos sobre você: seu perfil, onde você está conectado, o que aconteceu na sua conta e os aplicativos que você usa. É um arquivo de texto que programas conseguem ler.',
    pictures: 'pictures: sua foto, inteira e como ela é mostrada.',
    noPictures: 'Você não tem foto, por isso não há nenhuma aqui.',
    secrets:
      'Senhas e códigos não estão incluídos: eles são armazenados de uma forma que ninguém consegue ler.',
  },
  pages: {
    not_found: {
      title: 'Esta página não existe',
      paragraphs: ['Confira o endereço ou volte para sua conta.'],
      button: 'Ir para sua conta',
    },
    not_started: {
      title: 'Não foi possível carregar a página',
      paragraphs: ['Confira sua conexão e recarregue a página.'],
      button: 'Recarregar página',
      noScript: 'Ative o JavaScript no navegador para usar esta página.',
    },
    undo_ask: {
      title: 'Desfazer a alteração do seu e-mail?',
      paragraphs: [
        'A conta voltará a ter o endereço {address}. Todas as sessões serão encerradas, e você escolherá uma nova senha.',
      ],
      button: 'Desfazer a alteração',
    },
    undo_done: {
      title: 'A alteração foi desfeita',
      paragraphs: [
        'A conta voltou a usar {address}, e todas as sessões foram encerradas.',
        'Escolha uma nova senha antes de entrar. Enviaremos o código para este endereço.',
      ],
      button: 'Escolher uma nova senha',
      stays: 'A conta estava prestes a ser excluída. Cancelamos a exclusão, e a conta permanece.',
    },
    undo_over: {
      title: 'Este link já foi usado ou expirou',
      paragraphs: [
        'Uma alteração pode ser desfeita uma vez, em até 72 horas. Se outra pessoa estiver usando sua conta, fale com os responsáveis por este serviço.',
      ],
      button: 'Ir para sua conta',
    },
    undo_unknown: {
      title: 'Não reconhecemos este link',
      paragraphs: ['Confira se você copiou o link inteiro ou abra-o novamente pelo e-mail.'],
      button: 'Ir para sua conta',
    },
    undo_frozen: {
      title: 'A conta está congelada',
      paragraphs: [
        'Uma alteração foi contestada a partir de um endereço desta conta. Até que isso seja resolvido, nada pode ser desfeito.',
        'Entre com a senha anterior ou fale com os responsáveis por este serviço.',
      ],
      button: 'Entrar',
    },
    objection_ask: {
      title: 'Contestar esta alteração?',
      paragraphs: [
        'Se você contestar, ninguém poderá alterar o endereço da conta, redefinir a senha por e-mail nem excluir a conta.',
        'Isso dura até que alguém entre com a senha anterior ou os responsáveis por este serviço decidam. A contestação não devolve a conta ao seu endereço.',
      ],
      button: 'Contestar',
    },
    objection_done: {
      title: 'A conta está congelada',
      paragraphs: [
        'O endereço continua o mesmo, a senha não pode ser redefinida por e-mail e a conta não pode ser excluída.',
        'Se a conta é sua, entre com sua senha ou fale com os responsáveis por este serviço.',
      ],
      button: 'Entrar',
    },
    objection_over: {
      title: 'Este link já foi usado ou expirou',
      paragraphs: [
        'Você pode contestar uma vez, em até 72 horas. Se outra pessoa estiver usando sua conta, fale com os responsáveis por este serviço.',
      ],
      button: 'Ir para sua conta',
    },
  },
}

export default portuguese
