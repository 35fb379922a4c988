import type { Translation } from '../texts.ts'

/**
 * Français. On vouvoie. Guillemets « … » ; espace fine insécable (U+202F) avant ; ! ? et dans les guillemets, espace
 * insécable (U+00A0) avant les deux-points et devant les unités. Mots : nom d’utilisateur, prénom, nom, adresse e-mail,
 * numéro de téléphone, mot de passe, compte, profil, photo, code (voir `glossaries/fr.json`).
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
    unknown_field: 'Aucun champ ne porte ce nom.',
    unknown_field_near: 'Aucun champ ne porte ce nom. Vouliez-vous dire {name} ?',
    email_invalid: 'Saisissez une adresse e-mail valide.',
    phone_invalid: 'Saisissez le numéro de téléphone au format « 999999999 », avec 15 chiffres au maximum.',
    invalid_choice: '« {value} » ne fait pas partie des choix possibles.',
    token_mismatch: 'Le code ne correspond pas.',
    image_invalid: 'Envoyez une image valide. Le fichier reçu n’est pas une image ou est endommagé.',
    unsupported_format: 'Ce type de fichier n’est pas accepté. Envoyez une photo au format {formats}.',
    file_missing: 'Aucun fichier n’a été envoyé.',
    file_empty: 'Le fichier envoyé est vide.',
    not_a_file: 'Les données envoyées ne sont pas un fichier. Vérifiez l’encodage du formulaire.',
    file_too_large: 'Le fichier ne doit pas dépasser {megabytes, plural, other {# Mo}}.',
    too_many_pixels:
      'La photo ne doit pas dépasser {megapixels, plural, one {# mégapixel} other {# mégapixels}}.',
    image_too_complex:
      'Cette photo demande trop de mémoire ou de temps pour être ouverte. Enregistrez-la avec moins de pixels ou en JPEG simple, puis envoyez-la à nouveau.',
    not_an_integer: 'Saisissez un nombre entier.',
    min_value: 'La valeur doit être supérieure ou égale à {min}.',
    max_value: 'La valeur doit être au plus {max}.',
    not_a_list: 'Une liste est attendue.',
    too_many_items: 'Cette liste peut avoir au plus {max, plural, one {# élément} other {# éléments}}.',
    not_a_number: 'Saisissez un nombre.',
    min_length: 'Ce champ doit contenir au moins {min, plural, one {# caractère} other {# caractères}}.',
    pattern_mismatch: 'La valeur n’a pas la forme requise.',
    date_invalid: 'La date n’a pas le bon format. Utilisez celui-ci : AAAA-MM-JJ.',
    url_invalid: 'Saisissez une adresse web valide.',
    too_few_items: 'Choisissez au moins {min, plural, one {# élément} other {# éléments}}.',
    place_invalid:
      'Envoyez un lieu sous forme d’objet avec locality, region et country, ou une partie d’entre eux.',
    read_only: 'Ce champ ne peut pas être modifié ici.',
    not_searchable:
      'Aucune recherche n’est possible par un attribut de ce nom, ou bien elle est encore en préparation.',
    values_too_large:
      'Toutes les informations supplémentaires réunies ne doivent pas dépasser {max, plural, one {# octet} other {# octets}}. Raccourcissez celle-ci.',
    crop_incomplete: 'Envoyez crop_x, crop_y, crop_width et crop_height ensemble, ou aucun des quatre.',
    crop_outside: 'Le cadrage doit rester dans la photo de {width} × {height} pixels.',
    no_picture: 'Il n’y a pas encore de photo à recadrer. Commencez par en envoyer une.',
    password_wrong: 'Votre mot de passe actuel est incorrect. Saisissez-le à nouveau.',
    own_password_wrong: 'Votre mot de passe est incorrect. Saisissez-le à nouveau.',
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
    external_id_invalid: 'Un ID externe a de 1 à 255 caractères visibles, sans espaces autour.',
    external_id_taken: 'Une autre personne a déjà cet ID externe dans votre application.',
    datetime_invalid: 'La date et l’heure n’ont pas le bon format. Utilisez celui-ci : YYYY-MM-DDThh:mm:ssZ.',
    cursor_invalid: 'Le curseur n’est pas valide.',
    address_not_registered: 'Cette adresse n’est pas enregistrée.',
    not_a_boolean: 'La valeur doit être vrai ou faux.',
    refresh_of_another: 'Le jeton n’est pas valide ou a expiré.',
    second_factor_code_wrong:
      'Ce code est incorrect ou a déjà été utilisé. Saisissez le code actuel de votre application d’authentification ou un code de récupération.',
    ticket_not_valid:
      'Cette connexion a expiré ou a été commencée ailleurs. Reconnectez-vous avec votre mot de passe.',
    passkey_invalid: 'La clé d’accès n’a pas pu être vérifiée. Réessayez.',
    passkey_unknown: 'Cette clé d’accès n’est pas enregistrée ou a été supprimée. Connectez-vous autrement.',
    passkey_registered: 'Cette clé d’accès est déjà enregistrée.',
    too_many_passkeys:
      'Vous ne pouvez pas avoir plus de {max, plural, one {# clé d’accès} other {# clés d’accès}}. Supprimez-en une d’abord.',
    validation: 'Saisie non valide.',
    not_an_object: 'Données non valides. Un objet était attendu, voici ce qui a été reçu : {type}.',
    no_data: 'Aucune donnée n’a été envoyée.',
    parse_json: 'Les données n’ont pas pu être lues en JSON : {reason}',
    parse_multipart: 'Le formulaire (multipart) n’a pas pu être lu : {reason}',
    malformed: 'La requête est mal formée.',
    if_match_malformed:
      'L’en-tête If-Match doit être une liste d’étiquettes d’entité entre guillemets doubles, ou *.',
    filter_not_indexed:
      'Ces filtres ne peuvent pas être combinés : updated_since exclut search et status, et attribute exclut tous les autres sauf status=active.',
    idempotency_key_malformed: 'L’en-tête Idempotency-Key doit avoir de 1 à 255 caractères ASCII visibles.',
    not_authenticated: 'Vous n’êtes pas connecté.',
    api_key_missing: 'Aucune clé d’API n’a été envoyée. Envoyez-la dans l’en-tête apikey.',
    api_key_invalid: 'La clé d’API n’est pas valide.',
    authorization_malformed: 'L’en-tête Authorization doit contenir deux valeurs séparées par une espace.',
    token_not_valid: 'Votre connexion n’est pas valide ou a expiré. Reconnectez-vous.',
    foreign_token_refused: 'Le jeton d’accès a été refusé : {reason}.',
    refresh_not_valid: 'Votre session n’est pas valide ou a expiré. Reconnectez-vous.',
    credentials_invalid: 'Nom d’utilisateur ou mot de passe incorrect.',
    inactive_account: 'Ce compte n’est pas actif.',
    password_reset_required:
      'Choisissez d’abord un nouveau mot de passe : demandez un code avec « Mot de passe oublié ? ».',
    second_factor_required:
      'La validation en deux étapes est obligatoire : saisissez un code de votre application d’authentification.',
    second_factor_enrollment_required:
      'Configurez d’abord la validation en deux étapes sur la page de votre compte.',
    second_factor_kept:
      'Ce service exige la validation en deux étapes ; vous ne pouvez donc pas la désactiver. Configurez plutôt une autre application.',
    passkeys_unavailable: 'Vous ne pouvez pas utiliser de clés d’accès dans cette application.',
    origin_not_allowed: 'Cette origine n’est pas enregistrée pour l’application.',
    server_key_required: 'Cette opération nécessite la clé d’une application de type server.',
    server_key_not_allowed:
      'La clé d’une application de type server ne permet pas cette opération. Utilisez celle d’une application où les personnes peuvent se connecter.',
    server_key_from_browser:
      'La clé d’un serveur est secrète et ne doit pas être utilisée dans un navigateur. Envoyez la requête depuis votre serveur, sans l’en-tête Origin, et remplacez cette clé.',
    insufficient_scope: 'Cette clé n’a pas l’autorisation {scope}.',
    recent_sign_in_required:
      'Confirmez d’abord votre identité : saisissez votre mot de passe ou reconnectez-vous. Réessayez ensuite.',
    account_missing:
      'Il n’y a pas de compte pour cette connexion, et elle n’en crée pas. Demandez un compte aux responsables de ce service.',
    account_exists:
      'Un compte avec votre adresse e-mail existe déjà, et cette connexion n’y est pas associée. Connectez-vous comme auparavant ou contactez les responsables de ce service.',
    act_at_provider:
      'Vous vous êtes connecté par {provider}. Faites-le là-bas ou contactez les responsables de ce service.',
    provider_unavailable: '{provider} est injoignable pour le moment. Réessayez dans un instant.',
    provider_refused:
      'La connexion auprès de {provider} n’a pas pu être terminée. Réessayez. Si cela ne suffit pas, contactez les responsables de ce service.',
    provider_sign_in_expired:
      'Cette connexion auprès de {provider} a pris trop de temps ou est déjà terminée. Recommencez-la.',
    provider_denied: 'Vous avez annulé la connexion auprès de {provider}. Rien n’a changé.',
    provider_other_person:
      'Vous vous êtes connecté auprès de {provider} sous une autre identité. Connectez-vous-y avec celle de ce compte.',
    provider_not_fresh:
      '{provider} ne vous a pas demandé de vous reconnecter. Déconnectez-vous là-bas, puis réessayez.',
    account_frozen:
      'Une adresse e-mail précédente de ce compte a fait opposition à une modification ; ce n’est donc pas possible pour le moment. Connectez-vous avec le mot de passe précédent ou contactez les responsables de ce service.',
    cross_site_request: 'Cette requête ne vient pas de la page.',
    cookie_duplicate:
      'Le cookie {name} a été envoyé plus d’une fois. Supprimez les cookies de ce site dans votre navigateur et reconnectez-vous.',
    not_found: 'Introuvable.',
    cursor_unknown: 'Ce curseur est inconnu ici. Relisez les données de toutes les personnes.',
    cursor_expired:
      'Les événements qui suivent ce curseur sont trop anciens et ont été supprimés. Relisez les données de toutes les personnes.',
    method_not_allowed: 'La méthode « {method} » n’est pas autorisée.',
    idempotency_key_in_use: 'Une requête avec cet Idempotency-Key est encore en cours. Répétez-la plus tard.',
    idempotency_key_reused:
      'Cet Idempotency-Key a servi pour une autre requête. Utilisez-en un nouveau pour chaque modification.',
    precondition_failed: 'Le profil a été modifié entre-temps. Rechargez-le et refaites votre modification.',
    payload_too_large: 'La requête dépasse {limit, plural, one {# octet} other {# octets}}.',
    too_many_parts: 'La requête compte plus de {limit, plural, one {# champ} other {# champs}}.',
    unsupported_media_type: 'Le type de média « {mediaType} » de la requête n’est pas pris en charge.',
    headers_too_large: 'La ligne de requête et les en-têtes sont trop volumineux.',
    throttled: 'Trop de requêtes. Réessayez dans {seconds, plural, one {# seconde} other {# secondes}}.',
    pictures_per_day:
      'Vous avez atteint la limite quotidienne de modifications de votre profil. Réessayez dans {hh, plural, one {# heure} other {# heures}}, {m, plural, one {# minute} other {# minutes}} et {ss, plural, one {# seconde} other {# secondes}}.',
    server_error: 'Une erreur s’est produite sur le serveur.',
    unavailable:
      'Le service est momentanément indisponible. Réessayez dans {seconds, plural, one {# seconde} other {# secondes}}.',
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
    footer: 'Vous recevez cet e-mail à la suite d’une activité sur un compte {service}.',
    linkFallback: 'Si le bouton ne fonctionne pas, copiez ce lien dans votre navigateur :',
    fact: '{label} : {value}',
    username: 'Nom d’utilisateur',
    mails: {
      new_address_code: {
        subject: 'Votre code de confirmation {service}',
        first: 'Saisissez ce code pour que {address} devienne l’adresse e-mail de votre compte {service}.',
        paragraphs: [
          'Ce code ne sert qu’une fois et expire dans {minutes, plural, one {# minute} other {# minutes}}. Ne le communiquez à personne.',
          'Si vous n’avez pas demandé ce code, vous pouvez ignorer cet e-mail. Sans le code, rien ne change.',
        ],
      },
      current_address_code: {
        subject: 'Confirmez la nouvelle adresse e-mail de votre compte {service}',
        first: 'Saisissez ce code pour remplacer l’adresse e-mail de votre compte {service} par {address}.',
        paragraphs: [
          'Ce code ne sert qu’une fois et expire dans {minutes, plural, one {# minute} other {# minutes}}. Ne le communiquez à personne.',
          'Si vous n’avez pas demandé ce code, quelqu’un d’autre est connecté à votre compte : changez votre mot de passe. Sans le code, votre adresse e-mail reste la même.',
        ],
      },
      address_taken: {
        subject: 'Votre adresse e-mail a été saisie sur {service}',
        first: 'Quelqu’un a voulu utiliser cette adresse e-mail pour un autre compte {service}.',
        paragraphs: [
          'L’adresse reste liée à votre compte et nous n’avons envoyé de code à personne.',
          'Si c’était vous, vous avez déjà un compte avec cette adresse. Sinon, vous n’avez rien à faire.',
        ],
      },
      address_changed: {
        subject: 'L’adresse e-mail de votre compte {service} a été modifiée',
        first: 'L’adresse e-mail de votre compte {service} a été remplacée par {address}.',
        paragraphs: [
          'Si c’était vous, vous n’avez rien à faire.',
          'Sinon, annulez cette modification. Vous pouvez le faire jusqu’à cette date : {until}. Votre compte retrouvera cette adresse, tout le monde sera déconnecté et vous choisirez un nouveau mot de passe.',
        ],
        link: 'Annuler la modification',
      },
      password_reset_code: {
        subject: 'Votre code de réinitialisation du mot de passe {service}',
        first: 'Saisissez ce code pour choisir un nouveau mot de passe pour votre compte {service}.',
        paragraphs: [
          'Ce code ne sert qu’une fois et expire dans {minutes, plural, one {# minute} other {# minutes}}. Ne le communiquez à personne.',
          'Si vous n’avez pas demandé ce code, vous pouvez ignorer cet e-mail. Votre mot de passe reste le même.',
        ],
      },
      password_reset_code_left: {
        subject: 'Votre code de réinitialisation du mot de passe {service}',
        first: 'Saisissez ce code pour choisir un nouveau mot de passe pour votre compte {service}.',
        paragraphs: [
          'Ce code ne sert qu’une fois et expire dans {minutes, plural, one {# minute} other {# minutes}}. Ne le communiquez à personne.',
          'L’adresse de ce compte a changé il y a moins de 72 heures. Le nouveau mot de passe ne prendra donc effet que {hours, plural, one {# heure} other {# heures}} après que vous l’aurez choisi. D’ici là, toute personne qui connaît le mot de passe actuel peut l’annuler.',
          'Si vous n’avez pas demandé ce code, vous pouvez ignorer cet e-mail. Votre mot de passe reste le même.',
        ],
      },
      invitation_code: {
        subject: 'Choisissez un mot de passe pour {service}',
        first: 'Un compte {service} a été créé pour vous. Saisissez ce code pour choisir un mot de passe.',
        paragraphs: [
          'Ce code ne sert qu’une fois et expire dans {hours, plural, one {# heure} other {# heures}}. Ne le communiquez à personne.',
          'Si vous n’attendez pas de compte, vous pouvez ignorer cet e-mail.',
        ],
      },
      recovery_announced: {
        subject: 'Votre mot de passe {service} va changer',
        first:
          'Un nouveau mot de passe a été choisi pour votre compte {service}. Il prendra effet le {until}.',
        paragraphs: [
          'Il a été choisi avec un code envoyé à {address}. D’ici là, votre mot de passe actuel reste valable.',
          'Si c’était vous, vous n’avez rien à faire.',
          'Sinon, connectez-vous avec votre mot de passe actuel et annulez le nouveau.',
        ],
        link: 'Annuler le nouveau mot de passe',
      },
      recovery_stopped: {
        subject: 'Le nouveau mot de passe de votre compte {service} a été annulé',
        first: 'Le nouveau mot de passe choisi pour votre compte {service} ne prendra pas effet.',
        paragraphs: [
          'Quelqu’un qui connaît le mot de passe actuel l’a annulé.',
          'Si ce n’était pas vous, annulez le changement d’adresse avec le lien de notre e-mail à ce sujet ou contactez les responsables de ce service.',
        ],
      },
      recovery_stopped_final: {
        subject: 'Le nouveau mot de passe de votre compte {service} a été annulé',
        first: 'Le nouveau mot de passe choisi pour votre compte {service} ne prendra pas effet.',
        paragraphs: [
          'Quelqu’un qui connaît le mot de passe actuel l’a annulé.',
          'Si ce n’était pas vous, contactez les responsables de ce service.',
        ],
      },
      recovery_stopped_by_operator: {
        subject: 'Le nouveau mot de passe de votre compte {service} a été annulé',
        first: 'Le nouveau mot de passe choisi pour votre compte {service} ne prendra pas effet.',
        paragraphs: ['Si vous ne l’avez pas demandé, contactez les responsables de ce service.'],
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
        subject: 'Votre compte {service} n’utilise plus cette adresse e-mail',
        first:
          'Votre compte {service} utilise désormais {address} et ce changement ne peut plus être annulé.',
        paragraphs: [
          'Quelqu’un qui connaît le mot de passe du compte a mis fin au délai pendant lequel le changement pouvait être annulé.',
          'Si ce n’était pas vous, contactez les responsables de ce service.',
        ],
      },
      undo_ended_by_operator: {
        subject: 'Votre compte {service} n’utilise plus cette adresse e-mail',
        first:
          'Votre compte {service} utilise désormais {address} et ce changement ne peut plus être annulé.',
        paragraphs: ['Si vous ne l’avez pas demandé, contactez les responsables de ce service.'],
      },
      password_changed: {
        subject: 'Le mot de passe de votre compte {service} a été modifié',
        first: 'Le mot de passe de votre compte {service} a été modifié.',
        paragraphs: [
          'Si c’était vous, vous n’avez rien à faire.',
          'Sinon, quelqu’un d’autre a accès à votre compte. Choisissez dès maintenant un nouveau mot de passe et assurez-vous que personne d’autre ne peut lire cette boîte de réception.',
        ],
        link: 'Choisir un nouveau mot de passe',
      },
      deletion_scheduled: {
        subject: 'Votre compte {service} va être supprimé',
        first: 'Votre compte {service} sera supprimé le {until}.',
        paragraphs: [
          'Tout ce que nous conservons à votre sujet sera supprimé avec lui et ne pourra pas être récupéré.',
          'Si vous changez d’avis, connectez-vous avant cette date et gardez votre compte.',
          'Si ce n’était pas vous, connectez-vous maintenant, gardez votre compte et changez votre mot de passe.',
        ],
        link: 'Garder mon compte',
      },
      deletion_scheduled_left: {
        subject: 'Votre compte {service} va être supprimé',
        first: 'Votre compte {service} sera supprimé le {until}.',
        paragraphs: [
          'L’adresse de ce compte a changé il y a moins de 72 heures ; nous envoyons donc aussi cet e-mail à votre ancienne adresse.',
          'Si ce n’était pas vous, utilisez le lien de notre e-mail sur ce changement : il rend cette adresse au compte et annule la suppression.',
        ],
      },
      deletion_cancelled: {
        subject: 'Votre compte {service} ne sera pas supprimé',
        first: 'La suppression de votre compte {service} a été annulée.',
        paragraphs: ['Tout reste comme avant.', 'Si ce n’était pas vous, changez votre mot de passe.'],
      },
      own_address_code: {
        subject: 'Votre code de confirmation {service}',
        first: 'Saisissez ce code pour vérifier l’adresse e-mail {address} de votre compte {service}.',
        paragraphs: [
          'Ce code ne sert qu’une fois et expire dans {minutes, plural, one {# minute} other {# minutes}}. Ne le communiquez à personne.',
          'Si vous n’avez pas demandé ce code, vous pouvez ignorer cet e-mail. Sans le code, rien ne change.',
        ],
      },
      new_device: {
        subject: 'Nouvelle connexion à votre compte {service}',
        first: 'Quelqu’un s’est connecté à votre compte {service} sur un nouvel appareil.',
        paragraphs: [],
      },
      provider_linked: {
        subject: 'Une connexion par un autre service a été associée à votre compte {service}',
        first:
          'Une connexion par un autre service a été associée à votre compte {service}, car il a votre adresse e-mail.',
        paragraphs: [],
      },
      passkey_added: {
        subject: 'Une clé d’accès a été ajoutée à votre compte {service}',
        first: 'Une clé d’accès a été ajoutée à votre compte {service}.',
        paragraphs: [],
      },
      passkey_removed: {
        subject: 'Une clé d’accès a été supprimée de votre compte {service}',
        first: 'Une clé d’accès a été supprimée de votre compte {service}.',
        paragraphs: [],
      },
      second_factor_added: {
        subject: 'Validation en deux étapes activée pour votre compte {service}',
        first: 'La validation en deux étapes a été activée pour votre compte {service}.',
        paragraphs: [],
      },
      second_factor_removed: {
        subject: 'Validation en deux étapes désactivée pour votre compte {service}',
        first:
          'La validation en deux étapes a été désactivée pour votre compte {service}. Votre mot de passe suffit désormais pour vous connecter.',
        paragraphs: [],
      },
      recovery_codes_renewed: {
        subject: 'Votre compte {service} a de nouveaux codes de récupération',
        first: 'De nouveaux codes de récupération ont été créés pour votre compte {service}.',
        paragraphs: ['Les anciens ne fonctionnent plus.'],
      },
      refresh_token_reused: {
        subject: 'Vous avez été déconnecté de {service} sur un appareil',
        first: 'Pour protéger votre compte {service}, nous l’avons déconnecté sur un appareil.',
        paragraphs: [
          'La clé de cette session a été utilisée deux fois. Cela arrive quand une application est restaurée à partir d’une sauvegarde, mais aussi quand quelqu’un d’autre possède une copie de la clé.',
          'Reconnectez-vous sur cet appareil si besoin. Vos autres appareils restent connectés.',
        ],
      },
      account_unlocked: {
        subject: 'Vous pouvez de nouveau vous connecter à {service}',
        first: 'Vous pouvez de nouveau vous connecter à votre compte {service}.',
        paragraphs: [
          'La connexion était suspendue après de nombreux mots de passe erronés. Votre mot de passe n’a pas changé.',
        ],
      },
      sign_in_locked: {
        subject: 'De nombreux mots de passe erronés pour votre compte {service}',
        first:
          'Quelqu’un a saisi de nombreux mots de passe erronés pour votre compte {service} ; les connexions depuis de nouveaux lieux sont donc suspendues pendant une heure au plus.',
        paragraphs: [
          'Aucun de ces mots de passe n’était le bon et rien n’a changé dans votre compte. Vous n’avez rien à faire.',
          'Vous pouvez toujours vous connecter là où vous l’avez fait ces 30 derniers jours et dans les navigateurs que vous avez déjà utilisés. Ailleurs, choisissez un nouveau mot de passe ou attendez que l’heure soit passée.',
        ],
        link: 'Choisir un nouveau mot de passe',
      },
    },
    notice: {
      at: 'Date',
      requestedAt: 'Date de la demande',
      device: 'Appareil',
      place: 'Lieu',
      application: 'Application',
      accountPage: 'Votre page de compte',
      byOperator: 'Cette opération a été effectuée par les responsables de {service}.',
      browserOn: '{browser} sur {os}',
      placeOf: '{country} ({network})',
      ifYou: 'Si c’était vous, vous n’avez rien à faire.',
      ifNot:
        'Sinon, vérifiez où vous êtes connecté, déconnectez tout ce que vous ne reconnaissez pas et changez votre mot de passe.',
      link: 'Ouvrir les paramètres de sécurité',
    },
  },
  copy: {
    title: 'Vos données chez {service}',
    made: 'Cette copie a été créée le {at}.',
    profile:
      'profile.json : tout ce que nous conservons à votre sujet, c’est-à-dire votre profil, les appareils où vous êtes connecté, ce qui s’est passé sur votre compte et les applications que vous utilisez. C’est un fichier texte que des programmes peuvent lire.',
    pictures: 'pictures : votre photo, entière et telle qu’elle s’affiche.',
    noPictures: 'Vous n’avez pas de photo, il n’y en a donc pas ici.',
    secrets:
      'Les mots de passe et les codes n’y figurent pas : ils sont conservés sous une forme que personne ne peut lire.',
  },
  pages: {
    not_found: {
      title: 'Cette page n’existe pas',
      paragraphs: ['Vérifiez l’adresse ou revenez à votre compte.'],
      button: 'Accéder à votre compte',
    },
    not_started: {
      title: 'La page n’a pas pu être chargée',
      paragraphs: ['Vérifiez votre connexion et rechargez la page.'],
      button: 'Recharger la page',
      noScript: 'Activez JavaScript dans votre navigateur pour utiliser cette page.',
    },
    undo_ask: {
      title: 'Annuler le changement de votre adresse e-mail ?',
      paragraphs: [
        'Le compte retrouvera l’adresse {address}. Toutes les personnes qui y sont connectées seront déconnectées et vous choisirez un nouveau mot de passe.',
      ],
      button: 'Annuler la modification',
    },
    undo_done: {
      title: 'La modification a été annulée',
      paragraphs: [
        'Le compte a retrouvé l’adresse {address} et tout le monde a été déconnecté.',
        'Choisissez un nouveau mot de passe avant de vous connecter. Nous enverrons le code à cette adresse.',
      ],
      button: 'Choisir un nouveau mot de passe',
      stays: 'Le compte allait être supprimé. Nous avons annulé la suppression : il est conservé.',
    },
    undo_over: {
      title: 'Ce lien a déjà servi ou a expiré',
      paragraphs: [
        'Une modification peut être annulée une fois, dans les 72 heures. Si quelqu’un d’autre utilise votre compte, contactez les responsables de ce service.',
      ],
      button: 'Accéder à votre compte',
    },
    undo_unknown: {
      title: 'Nous ne reconnaissons pas ce lien',
      paragraphs: ['Vérifiez que vous avez copié le lien en entier ou ouvrez-le de nouveau depuis l’e-mail.'],
      button: 'Accéder à votre compte',
    },
    undo_frozen: {
      title: 'Le compte est gelé',
      paragraphs: [
        'Une modification a fait l’objet d’une opposition depuis une adresse de ce compte. Tant que la situation n’est pas réglée, rien ne peut être annulé.',
        'Connectez-vous avec le mot de passe précédent ou contactez les responsables de ce service.',
      ],
      button: 'Se connecter',
    },
    objection_ask: {
      title: 'Faire opposition à cette modification ?',
      paragraphs: [
        'Si vous faites opposition, personne ne pourra changer l’adresse du compte, réinitialiser son mot de passe par e-mail ni le supprimer.',
        'Cela dure jusqu’à ce que quelqu’un se connecte avec le mot de passe précédent ou que les responsables de ce service décident. Le compte ne revient pas pour autant à votre adresse.',
      ],
      button: 'Faire opposition',
    },
    objection_done: {
      title: 'Le compte est gelé',
      paragraphs: [
        'Son adresse reste la même, son mot de passe ne peut pas être réinitialisé par e-mail et il ne peut pas être supprimé.',
        'Si le compte est à vous, connectez-vous avec votre mot de passe ou contactez les responsables de ce service.',
      ],
      button: 'Se connecter',
    },
    objection_over: {
      title: 'Ce lien a déjà servi ou a expiré',
      paragraphs: [
        'Vous pouvez faire opposition une fois, dans les 72 heures. Si quelqu’un d’autre utilise votre compte, contactez les responsables de ce service.',
      ],
      button: 'Accéder à votre compte',
    },
  },
}

export default french
