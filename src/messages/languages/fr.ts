import type { Translation } from '../texts.ts'

/**
 * Français. On vouvoie. Guillemets « … » ; espace fine insécable (U+202F) avant ; ! ? et dans les guillemets, espace
 * insécable (U+00A0) avant les deux-points et devant les unités. Mots : nom d’utilisateur, prénom, nom, adresse e-mail,
 * numéro de téléphone, mot de passe, compte, profil, image, code.
 */
const french: Translation = {
  language: 'fr',
  errors: {
    required: 'Ce champ est obligatoire.',
    blank: 'Ce champ ne peut pas être vide.',
    null: 'Ce champ doit avoir une valeur.',
    not_a_string: 'Ce n’est pas un texte valide.',
    null_characters: 'Les caractères nuls ne sont pas autorisés.',
    surrogate_characters: 'Les caractères d’indirection isolés ne sont pas autorisés : U+{code}.',
    max_length: 'Ce champ ne doit pas dépasser {max, plural, one {# caractère} other {# caractères}}.',
    email_invalid: 'Saisissez une adresse e-mail valide.',
    phone_invalid: 'Saisissez le numéro de téléphone au format « 999999999 », avec 15 chiffres au maximum.',
    invalid_choice: '« {value} » ne fait pas partie des choix possibles.',
    token_mismatch: 'Le code ne correspond pas.',
    image_invalid: 'Envoyez une image valide. Le fichier reçu n’est pas une image ou est endommagé.',
    file_missing: 'Aucun fichier n’a été envoyé.',
    file_empty: 'Le fichier envoyé est vide.',
    not_a_file: 'Ce qui a été envoyé n’est pas un fichier. Vérifiez l’encodage du formulaire.',
    file_too_large: 'Le fichier ne doit pas dépasser {megabytes, plural, other {# Mo}}.',
    too_many_pixels:
      'L’image ne doit pas dépasser {megapixels, plural, one {# mégapixel} other {# mégapixels}}, toutes vues comprises.',
    image_too_complex:
      'Cette image demande trop de mémoire pour être ouverte. Enregistrez-la avec moins de pixels ou en JPEG simple, puis envoyez-la de nouveau.',
    not_an_integer: 'Saisissez un nombre entier.',
    min_value: 'La valeur doit être supérieure ou égale à {min}.',
    crop_incomplete: 'Envoyez crop_x, crop_y, crop_width et crop_height ensemble, ou aucun des quatre.',
    crop_outside: 'Le cadrage doit rester dans l’image de {width} × {height} pixels.',
    no_picture: 'Il n’y a pas encore d’image à recadrer. Commencez par en envoyer une.',
    password_wrong: 'Votre ancien mot de passe est incorrect. Veuillez le saisir à nouveau.',
    own_password_wrong: 'Votre mot de passe est incorrect. Veuillez le saisir à nouveau.',
    password_too_short:
      'Ce mot de passe est trop court. Il doit contenir au moins {min, plural, one {# caractère} other {# caractères}}.',
    password_too_common: 'Ce mot de passe est trop courant.',
    password_predictable:
      'Ce mot de passe est facile à deviner. Évitez les répétitions et les suites comme aaaaaaaa, abcd1234 ou azertyui.',
    password_breached:
      'Ce mot de passe a été divulgué lors d’une fuite de données d’un autre service. Choisissez-en un autre.',
    password_too_similar: 'Le mot de passe ressemble trop à {attribute}.',
    username_invalid:
      'Saisissez un nom d’utilisateur valide. Il ne peut contenir que des lettres, des chiffres et les caractères @/./+/-/_.',
    username_taken: 'Ce nom d’utilisateur est déjà pris.',
    email_taken: 'Cette adresse e-mail appartient déjà à un autre compte.',
    password_hash_unknown:
      'L’empreinte du mot de passe n’est dans aucun format accepté, ou demande trop de calculs.',
    datetime_invalid: 'La date et l’heure n’ont pas le bon format. Utilisez celui-ci : YYYY-MM-DDThh:mm:ssZ.',
    cursor_invalid: 'Le curseur n’est pas valide.',
    address_not_registered: 'Cette adresse n’est pas enregistrée.',
    not_a_boolean: 'La valeur doit être vrai ou faux.',
    refresh_of_another: 'Le jeton n’est pas valide ou a expiré.',
    second_factor_code_wrong:
      'Ce code n’est pas le bon ou a déjà servi. Saisissez le code actuel de votre application d’authentification ou un code de récupération.',
    ticket_not_valid:
      'Cette connexion a expiré ou a commencé ailleurs. Reconnectez-vous avec votre mot de passe.',
    passkey_invalid: 'La clé d’accès n’a pas pu être vérifiée. Réessayez.',
    passkey_unknown: 'Cette clé d’accès n’est pas enregistrée ou a été supprimée. Connectez-vous autrement.',
    passkey_registered: 'Cette clé d’accès est déjà enregistrée.',
    too_many_passkeys:
      'Il ne peut pas y avoir plus de {max, plural, one {# clé d’accès} other {# clés d’accès}}. Supprimez-en une d’abord.',
    validation: 'Saisie non valide.',
    not_an_object: 'Données non valides. Un objet était attendu, voici ce qui a été reçu : {type}.',
    no_data: 'Aucune donnée n’a été envoyée.',
    parse_json: 'Les données n’ont pas pu être lues en JSON : {reason}',
    parse_multipart: 'Le formulaire (multipart) n’a pas pu être lu : {reason}',
    malformed: 'La requête est mal formée.',
    if_match_malformed:
      'L’en-tête If-Match doit être une liste d’étiquettes d’entité entre guillemets doubles, ou *.',
    not_authenticated: 'Vous n’êtes pas connecté.',
    api_key_missing: 'La clé d’API manque. Envoyez-la dans l’en-tête apikey.',
    api_key_invalid: 'La clé d’API n’est pas valide.',
    authorization_malformed: 'L’en-tête Authorization doit contenir deux valeurs séparées par une espace.',
    token_not_valid: 'Votre connexion n’est pas valide ou a expiré. Reconnectez-vous.',
    refresh_not_valid: 'Votre session n’est pas valide ou a expiré. Reconnectez-vous.',
    credentials_invalid: 'Le nom d’utilisateur ou le mot de passe est incorrect.',
    inactive_account: 'Ce compte n’est pas actif.',
    password_reset_required:
      'Choisissez d’abord un nouveau mot de passe : demandez un code avec « Mot de passe oublié ».',
    second_factor_required:
      'Un second facteur est nécessaire : saisissez un code de votre application d’authentification.',
    second_factor_enrollment_required: 'Configurez d’abord un second facteur sur la page de votre compte.',
    second_factor_kept:
      'Un second facteur est exigé ici ; il ne peut donc pas être supprimé. Configurez-en un autre à sa place.',
    passkeys_unavailable: 'Les clés d’accès ne peuvent pas être utilisées avec cette application.',
    origin_not_allowed: 'Cette origine n’est pas enregistrée pour l’application.',
    recent_sign_in_required:
      'Confirmez d’abord votre identité : saisissez votre mot de passe ou reconnectez-vous. Recommencez ensuite.',
    account_frozen:
      'Une modification a fait l’objet d’une opposition depuis une adresse de ce compte ; ce n’est donc pas possible pour le moment. Connectez-vous avec le mot de passe précédent ou demandez de l’aide aux responsables du service.',
    cross_site_request: 'Cette requête ne vient pas de la page.',
    cookie_duplicate:
      'Le cookie {name} a été envoyé plus d’une fois. Supprimez les cookies de ce site dans votre navigateur et reconnectez-vous.',
    not_found: 'Introuvable.',
    method_not_allowed: 'La méthode « {method} » n’est pas autorisée.',
    precondition_failed:
      'Le profil a été modifié entre-temps. Rechargez-le, puis refaites votre modification.',
    payload_too_large: 'La requête dépasse {limit, plural, one {# octet} other {# octets}}.',
    too_many_parts: 'La requête compte plus de {limit, plural, one {# champ} other {# champs}}.',
    unsupported_media_type: 'Le type de média « {mediaType} » de la requête n’est pas pris en charge.',
    headers_too_large: 'La ligne de requête et les en-têtes sont trop volumineux.',
    throttled: 'Trop de requêtes. Réessayez dans {seconds, plural, one {# seconde} other {# secondes}}.',
    pictures_per_day:
      'Vous avez assez changé d’image pour aujourd’hui. Réessayez dans {hh, plural, one {# heure} other {# heures}}, {m, plural, one {# minute} other {# minutes}} et {ss, plural, one {# seconde} other {# secondes}}.',
    server_error: 'Une erreur s’est produite sur le serveur.',
    unavailable:
      'Le service n’est pas disponible pour le moment. Réessayez dans {seconds, plural, one {# seconde} other {# secondes}}.',
    request_timeout: 'La requête n’est pas arrivée à temps.',
  },
  attributes: {
    username: 'votre nom d’utilisateur',
    'first name': 'votre prénom',
    'last name': 'votre nom',
    'email address': 'votre adresse e-mail',
    'service name': 'le nom de ce service',
    'service address': 'l’adresse de ce service',
  },
  mails: {
    greeting: 'Bonjour {name},',
    greetingWithoutName: 'Bonjour,',
    footer: '{service} a envoyé cet e-mail à la suite d’une opération sur un compte.',
    mails: {
      new_address_code: {
        subject: 'Votre code de confirmation {service}',
        first: '{code} est votre code de confirmation {service}.',
        paragraphs: [
          'Saisissez-le là où vous l’avez demandé pour que {address} devienne l’adresse e-mail de votre compte.',
          'Le code ne sert qu’une fois et reste valable {minutes, plural, one {# minute} other {# minutes}}. Ne le donnez à personne.',
          'Si vous ne l’avez pas demandé, vous n’avez rien à faire : sans le code, rien ne change.',
        ],
      },
      current_address_code: {
        subject: 'Votre code de confirmation {service}',
        first: '{code} est votre code de confirmation {service}.',
        paragraphs: [
          'Saisissez-le là où vous l’avez demandé pour que l’adresse e-mail de votre compte ne soit plus celle-ci, mais {address}.',
          'Le code ne sert qu’une fois et reste valable {minutes, plural, one {# minute} other {# minutes}}. Ne le donnez à personne.',
          'Si vous ne l’avez pas demandé, quelqu’un d’autre est connecté à votre compte : changez votre mot de passe. Sans le code, l’adresse reste la même.',
        ],
      },
      address_taken: {
        subject: 'Votre adresse e-mail a été saisie sur {service}',
        first: 'Quelqu’un a voulu utiliser cette adresse e-mail pour un autre compte {service}.',
        paragraphs: [
          'L’adresse appartient à votre compte et y reste ; aucun code n’a été envoyé à qui que ce soit.',
          'Si c’était vous : vous avez déjà un compte avec cette adresse. Sinon, vous n’avez rien à faire.',
        ],
      },
      address_changed: {
        subject: 'L’adresse e-mail de votre compte {service} a été modifiée',
        first: 'L’adresse e-mail de votre compte {service} a été remplacée par {address}.',
        paragraphs: [
          'Si c’était vous, vous n’avez rien à faire.',
          'Sinon, annulez cette modification. Vous pouvez le faire jusqu’à cette date : {until}. Le compte retrouve alors cette adresse, tout le monde est déconnecté et un nouveau mot de passe est demandé.',
        ],
        link: 'Annuler la modification',
      },
      password_reset_code: {
        subject: 'Votre code de mot de passe {service}',
        first: '{code} est votre code {service} pour un nouveau mot de passe.',
        paragraphs: [
          'Saisissez-le là où vous l’avez demandé pour choisir un nouveau mot de passe.',
          'Le code ne sert qu’une fois et reste valable {minutes, plural, one {# minute} other {# minutes}}. Ne le donnez à personne.',
          'Si vous ne l’avez pas demandé, vous n’avez rien à faire : votre mot de passe reste le même.',
        ],
      },
      password_reset_code_left: {
        subject: 'Votre code de mot de passe {service}',
        first: '{code} est votre code {service} pour un nouveau mot de passe.',
        paragraphs: [
          'Saisissez-le là où vous l’avez demandé pour choisir un nouveau mot de passe. Le code ne sert qu’une fois et reste valable {minutes, plural, one {# minute} other {# minutes}}. Ne le donnez à personne.',
          'Ce compte a son adresse depuis moins de 72 heures. Le nouveau mot de passe ne prendra donc effet que {hours, plural, one {# heure} other {# heures}} après que vous l’aurez choisi ; d’ici là, toute personne qui a le mot de passe actuel peut l’annuler.',
          'Si vous ne l’avez pas demandé, vous n’avez rien à faire : votre mot de passe reste le même.',
        ],
      },
      recovery_announced: {
        subject: 'Un nouveau mot de passe pour votre compte {service}',
        first:
          'Un nouveau mot de passe a été choisi pour votre compte {service}. Il prendra effet le {until}.',
        paragraphs: [
          'Il a été choisi avec un code envoyé à {address}. D’ici là, votre mot de passe actuel reste valable.',
          'Si c’était vous, vous n’avez rien à faire.',
          'Sinon, connectez-vous et annulez-le : il vous faut pour cela votre mot de passe actuel.',
        ],
        link: 'Annuler le nouveau mot de passe',
      },
      recovery_stopped: {
        subject: 'Le nouveau mot de passe de votre compte {service} a été annulé',
        first: 'Le nouveau mot de passe choisi pour votre compte {service} ne prendra pas effet.',
        paragraphs: [
          'Quelqu’un qui a le mot de passe actuel l’a annulé.',
          'Si ce n’était pas vous, annulez le changement d’adresse avec le lien de l’e-mail qui l’annonce ou demandez de l’aide aux responsables du service.',
        ],
      },
      address_undone: {
        subject: 'Votre compte {service} a retrouvé son adresse e-mail précédente',
        first: 'La modification qui avait donné cette adresse e-mail à votre compte {service} a été annulée.',
        paragraphs: [
          'Le compte a retrouvé l’adresse {address} et tout le monde a été déconnecté.',
          'Si c’était vous, vous n’avez rien à faire.',
          'Sinon, faites opposition. Vous pouvez le faire jusqu’à cette date : {until}. Une fois l’opposition faite, personne ne pourra changer l’adresse, réinitialiser le mot de passe par e-mail ni supprimer le compte, jusqu’à ce que quelqu’un prouve avec le mot de passe précédent que le compte est à lui.',
        ],
        link: 'Faire opposition',
      },
      undo_ended: {
        subject: 'Votre compte {service} n’a plus cette adresse e-mail',
        first: 'Votre compte {service} a l’adresse {address} et cela ne peut plus être annulé.',
        paragraphs: [
          'Quelqu’un qui a le mot de passe du compte a mis fin au délai pendant lequel cela pouvait être annulé.',
          'Si ce n’était pas vous, demandez de l’aide aux responsables du service.',
        ],
      },
      password_changed: {
        subject: 'Le mot de passe de votre compte {service} a été modifié',
        first: 'Le mot de passe de votre compte {service} a été modifié.',
        paragraphs: [
          'Si c’était vous, vous n’avez rien à faire.',
          'Sinon, quelqu’un d’autre a accès à votre compte : choisissez un nouveau mot de passe avec « Mot de passe oublié » et vérifiez que cette boîte de réception est bien protégée.',
        ],
      },
      deletion_scheduled: {
        subject: 'Votre compte {service} va être supprimé',
        first: 'Votre compte {service} sera supprimé le {until}.',
        paragraphs: [
          'Tout ce qui est enregistré à votre sujet disparaîtra avec lui et ne pourra pas être récupéré.',
          'Si vous changez d’avis, connectez-vous avant cette date et choisissez de garder votre compte.',
          'Si ce n’était pas vous, connectez-vous maintenant, gardez votre compte et choisissez un nouveau mot de passe.',
        ],
        link: 'Garder mon compte',
      },
      deletion_scheduled_left: {
        subject: 'Votre compte {service} va être supprimé',
        first: 'Votre compte {service} sera supprimé le {until}.',
        paragraphs: [
          'L’adresse de ce compte a été modifiée il y a moins de 72 heures ; cet e-mail est donc envoyé aussi à l’adresse précédente.',
          'Si ce n’était pas vous, utilisez le lien de l’e-mail qui annonce cette modification : il rend au compte son ancienne adresse et annule la suppression.',
        ],
      },
      deletion_cancelled: {
        subject: 'Votre compte {service} est conservé',
        first: 'Votre compte {service} ne sera pas supprimé.',
        paragraphs: ['Tout est comme avant.', 'Si ce n’était pas vous, choisissez un nouveau mot de passe.'],
      },
      own_address_code: {
        subject: 'Votre code de confirmation {service}',
        first: '{code} est votre code de confirmation {service}.',
        paragraphs: [
          'Saisissez-le là où vous l’avez demandé pour confirmer que {address} est bien votre adresse e-mail.',
          'Le code ne sert qu’une fois et reste valable {minutes, plural, one {# minute} other {# minutes}}. Ne le donnez à personne.',
          'Si vous ne l’avez pas demandé, vous n’avez rien à faire : sans le code, rien ne change.',
        ],
      },
      new_device: {
        subject: 'Nouvel appareil sur votre compte {service}',
        first:
          'Quelqu’un s’est connecté à votre compte {service} avec un appareil que nous ne connaissions pas.',
        paragraphs: [],
      },
      passkey_added: {
        subject: 'Une clé d’accès a été ajoutée à votre compte {service}',
        first: 'Une clé d’accès a été ajoutée à votre compte {service}.',
        paragraphs: [],
      },
      passkey_removed: {
        subject: 'Une clé d’accès a été retirée de votre compte {service}',
        first: 'Une clé d’accès a été retirée de votre compte {service}.',
        paragraphs: [],
      },
      second_factor_added: {
        subject: 'Votre compte {service} a un second facteur',
        first: 'La connexion à votre compte {service} demande désormais aussi un second facteur.',
        paragraphs: [],
      },
      second_factor_removed: {
        subject: 'Le second facteur de votre compte {service} a été retiré',
        first: 'La connexion à votre compte {service} ne demande plus de second facteur.',
        paragraphs: [],
      },
      recovery_codes_renewed: {
        subject: 'Votre compte {service} a de nouveaux codes de récupération',
        first: 'De nouveaux codes de récupération ont été créés pour votre compte {service}.',
        paragraphs: ['Les anciens ne fonctionnent plus.'],
      },
      refresh_token_reused: {
        subject: 'Vous avez été déconnecté de {service} sur un appareil',
        first: 'Par précaution, une connexion à votre compte {service} a été fermée.',
        paragraphs: [
          'Sa clé a été utilisée une seconde fois. Cela arrive quand une application est restaurée à partir d’une sauvegarde, mais aussi quand quelqu’un d’autre possède une copie de la clé.',
          'Reconnectez-vous sur cet appareil si besoin. Vos autres appareils restent connectés.',
        ],
      },
      account_unlocked: {
        subject: 'Vous pouvez de nouveau vous connecter à {service}',
        first: 'La connexion à votre compte {service} est de nouveau possible.',
        paragraphs: [
          'Elle était suspendue après de nombreux mots de passe erronés. Votre mot de passe reste le même.',
        ],
      },
      sign_in_locked: {
        subject: 'De nombreux mots de passe erronés pour votre compte {service}',
        first:
          'De nombreux mots de passe erronés ont été entrés pour votre compte {service} ; les connexions depuis de nouveaux lieux sont donc refusées pendant une heure au plus.',
        paragraphs: [
          'Aucun de ces mots de passe n’était le bon et votre compte est tel qu’il était. Vous n’avez rien à faire.',
          'Vous pouvez toujours vous connecter depuis les lieux où vous l’avez fait ces 30 derniers jours et dans les navigateurs où vous vous êtes déjà connecté. Ailleurs, choisissez un nouveau mot de passe avec « Mot de passe oublié » ou attendez que l’heure soit passée.',
        ],
      },
    },
    notice: {
      at: 'Date : {at}',
      device: 'Appareil : {device}',
      application: 'Application : {application}',
      network: 'Réseau : {network}',
      byOperator: 'L’équipe qui gère {service} a fait cette opération.',
      browserOn: '{browser} sur {os}',
      ifYou: 'Si c’était vous, vous n’avez rien à faire.',
      ifNot:
        'Sinon, regardez où vous êtes connecté, déconnectez ce que vous ne reconnaissez pas et choisissez un autre mot de passe.',
      link: 'Ouvrir les réglages de sécurité',
    },
  },
  copy: {
    title: 'Vos données chez {service}',
    made: 'Cette copie a été faite le {at}.',
    profile:
      'profile.json : tout ce qui est enregistré à votre sujet : votre profil, les appareils où vous êtes connecté, ce qui s’est passé avec votre compte et les applications que vous utilisez. C’est un fichier texte que des programmes peuvent lire.',
    pictures: 'pictures : votre image, entière et telle qu’elle est affichée.',
    noPictures: 'Vous n’avez pas d’image, il n’y en a donc pas ici.',
    secrets:
      'Les mots de passe et les codes n’y sont pas : ils sont enregistrés sous une forme que personne ne peut lire.',
  },
  pages: {
    undo_ask: {
      title: 'Annuler le changement de votre adresse e-mail ?',
      paragraphs: [
        'Le compte retrouve l’adresse {address}. Toutes les personnes qui y sont connectées sont déconnectées et il faut choisir un nouveau mot de passe.',
      ],
      button: 'Annuler la modification',
    },
    undo_done: {
      title: 'La modification est annulée',
      paragraphs: [
        'Le compte a retrouvé l’adresse {address} et tout le monde est déconnecté.',
        'Choisissez un nouveau mot de passe avant de vous connecter : demandez-le avec « Mot de passe oublié ». Le code arrive à cette adresse.',
      ],
      stays: 'Le compte devait être supprimé. La suppression est annulée : il est conservé.',
    },
    undo_over: {
      title: 'Ce lien a déjà servi ou est trop ancien',
      paragraphs: [
        'Une modification peut être annulée une fois, dans les 72 heures. Si quelqu’un d’autre utilise votre compte, demandez de l’aide aux responsables du service.',
      ],
    },
    undo_unknown: {
      title: 'Ce lien est inconnu',
      paragraphs: [
        'Vérifiez que l’adresse a été copiée en entier ou ouvrez de nouveau le lien depuis l’e-mail.',
      ],
    },
    undo_frozen: {
      title: 'Le compte est gelé',
      paragraphs: [
        'Une modification a fait l’objet d’une opposition depuis une adresse de ce compte. Tant que la situation n’est pas réglée, rien ne peut être annulé.',
        'Connectez-vous avec le mot de passe précédent ou demandez de l’aide aux responsables du service.',
      ],
    },
    objection_ask: {
      title: 'Faire opposition à cette modification ?',
      paragraphs: [
        'Si vous faites opposition, personne ne pourra changer l’adresse du compte, réinitialiser son mot de passe par e-mail ni le supprimer.',
        'Cela dure jusqu’à ce que quelqu’un se connecte avec le mot de passe précédent ou que les responsables du service décident. Le compte ne revient pas pour autant à votre adresse.',
      ],
      button: 'Faire opposition',
    },
    objection_done: {
      title: 'Le compte est gelé',
      paragraphs: [
        'Son adresse reste la même, son mot de passe ne peut pas être réinitialisé par e-mail et il ne peut pas être supprimé.',
        'Si le compte est à vous, connectez-vous avec votre mot de passe ou demandez de l’aide aux responsables du service.',
      ],
    },
    objection_over: {
      title: 'Ce lien a déjà servi ou est trop ancien',
      paragraphs: [
        'Vous pouvez faire opposition une fois, dans les 72 heures. Si quelqu’un d’autre utilise votre compte, demandez de l’aide aux responsables du service.',
      ],
    },
  },
}

export default french
