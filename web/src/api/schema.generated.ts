// Made by `npm run build` from docs/openapi.json.
export interface paths {
    "user/login/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description Returns an access token and a refresh token. For a person with a second factor, it returns 401 `second_factor_required` with a `second_factor_ticket`; complete the sign-in with `user/login/second-factor/`.
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/token/refresh/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh an access token
         * @description Call it when an access token has expired. For browser and mobile applications, the response has a new `refresh` that replaces the one you sent; for web servers, only `access` comes back.
         *
         *     If a response is lost, or two tabs refresh at once, send the same token again. For 60 seconds after its first use (or as long as the operator allows, at least 30), you get the newest token of the session. Using it later ends the session, since somebody else may have the token.
         *
         *     However often it is refreshed, a session ends after the number of days that the operator has set (90 by default). It also ends when the person signs in to the application for the 51st time and it is the session unused for longest.
         */
        post: operations["refreshToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/logout/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description Ends the session of the access token. Its tokens stop working within seconds. With a token of another provider, sign out there, or end the session by `DELETE user/sessions/{id}/`.
         */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/proof/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prove who is signed in
         * @description Some calls need more than an access token: a sign-in or a proof from the last five minutes, or as long as the operator has set. They return 403 `recent_sign_in_required`. Send the password, a code or a passkey here, then repeat the call.
         */
        post: operations["proveIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/proof/passkey/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a proof by passkey
         * @description Returns options for `navigator.credentials.get()`. Send its result as `passkey` to `user/proof/`, or with the call itself, within five minutes.
         */
        post: operations["createProofOptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/get/profile/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the profile
         * @description Everything an application may know about the person who is signed in. The response has an `ETag`. Send it as `If-None-Match` next time, and you get 304 if nothing has changed.
         */
        get: operations["getProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/update/profile/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Update the profile
         * @description Fields that you leave out stay as they are; empty ones are cleared. Only `email` is required. Another address than the stored one needs a code from `POST user/token-generator/`.
         *
         *     With `If-Match` and the `ETag` of the profile, the update is refused if the profile has changed since you read it. New clients may prefer `PATCH user/profile/`, which requires no field and reports misspelled ones.
         */
        post: operations["updateProfile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/profile/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update parts of the profile
         * @description Like `POST user/update/profile/`, but nothing is required, and an unknown field is refused with `unknown_field`, which names the nearest known one.
         */
        patch: operations["patchProfile"];
        trace?: never;
    };
    "user/userinfo/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the standard claims
         * @description The person who is signed in, by the names of OpenID Connect (Core 1.0, 5.1): flat and outside the envelope, as its libraries read it. Declared attributes that have a claim and that your application may read are added. What is not set is missing. With `If-None-Match`, the response is 304 as long as nothing has changed.
         */
        get: operations["getUserinfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/attributes/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List declared attributes
         * @description The attributes that the operator has declared beside the built-in ones, and what values they take, for a form. It has those whose values the caller may read: they are in `UserAttributes` of the profile. Names are in the language of `Accept-Language`, or the one that the person has chosen. The list can change at any time; with `If-None-Match`, the response is 304 as long as it has not.
         */
        get: operations["listAttributes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/profile-image/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the picture
         * @description The addresses of every size, and what is needed for a new crop.
         */
        get: operations["getProfileImage"];
        put?: never;
        /**
         * Upload a picture
         * @description The format is read from the content alone. Without a crop, the service places the square around the faces. The response has the addresses of every size.
         */
        post: operations["uploadProfileImage"];
        /**
         * Remove the picture
         * @description A generated picture takes its place. The daily limit still counts the one that is removed.
         */
        delete: operations["removeProfileImage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/profile/profile-image/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the picture
         * @description The addresses of every size, and what is needed for a new crop.
         */
        get: operations["getProfileImageAlias"];
        put?: never;
        /**
         * Upload a picture
         * @description The format is read from the content alone. Without a crop, the service places the square around the faces. The response has the addresses of every size.
         */
        post: operations["uploadProfileImageAlias"];
        /**
         * Remove the picture
         * @description A generated picture takes its place. The daily limit still counts the one that is removed.
         */
        delete: operations["removeProfileImageAlias"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/profile-image/crop/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Crop the picture again
         * @description Cuts a new square from the picture that was uploaded, and turns it first if you ask for that. It gets new addresses. This doesn't count against the daily limit.
         */
        post: operations["cropProfileImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/profile-image/suggest-crop/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a crop
         * @description Finds the square that an upload without a crop would show, from a small rendering of the picture. Stores nothing, and doesn't count against the daily limit.
         */
        post: operations["suggestProfileImageCrop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "people/{id}/picture/{name}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the picture of a person
         * @description Redirects (302) to the address of the picture that the person shows now, or of the generated one. It needs no headers and works on every site. The location may be cached for a minute.
         */
        get: operations["getPersonPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "get/local-info/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get local info
         * @description The languages, currencies, time zones and countries that a person can choose from. Profile updates accept exactly these codes. Names are in the language of `Accept-Language`, or the one that the person has chosen.
         */
        get: operations["getLocalInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/token-generator/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Request a code for a new address
         * @description Mails a code of 6 digits that is valid for 10 minutes. Send it with the checksum to `POST user/update/profile/`. A second request replaces the first.
         *
         *     For the current address, the code verifies that address. The operator may require a recent proof. `POST` with `X-METHODOVERRIDE: PUT` works too.
         */
        put: operations["requestEmailCodeByPut"];
        /**
         * Request a code for a new address
         * @description Mails a code of 6 digits that is valid for 10 minutes. Send it with the checksum to `POST user/update/profile/`. A second request replaces the first.
         *
         *     For the current address, the code verifies that address. The operator may require a recent proof. `POST` with `X-METHODOVERRIDE: PUT` works too.
         */
        post: operations["requestEmailCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/email-change/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the pending change
         * @description The change that waits for its code, the addresses that get codes, and the changes that can still be undone.
         */
        get: operations["getEmailChange"];
        put?: never;
        post?: never;
        /**
         * Cancel the pending change
         * @description Its code stops working. If no change is pending, nothing happens.
         */
        delete: operations["cancelEmailChange"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/email-change/resend/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the code again
         * @description Mails a new code; earlier ones stop working. The checksum stays the same. Returns 404 if no change is pending. Counts as a request for a code.
         */
        post: operations["resendEmailCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/email-change/undo/end/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the time to undo changes
         * @description For people who leave a mailbox that somebody else reads. The request itself must have a proof; a recent sign-in isn't enough. Former addresses become free and are told by mail, and codes for a new password stop working. If there is nothing to undo, nothing happens.
         */
        post: operations["endEmailUndo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/password/change/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the password
         * @description Ends all other sessions of the person. The session that asks stays signed in.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/password/forgot/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request a code for a new password
         * @description Mails a code. The response is the same for known and unknown addresses, so it doesn't tell who has an account.
         */
        post: operations["requestPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/password/reset/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the state of the password
         * @description When it was last changed, and the new one that waits: one whose code went to a former address takes effect later.
         */
        get: operations["getPasswordReset"];
        put?: never;
        /**
         * Set a new password with the code
         * @description Ends all sessions of the person. If the address of the account is less than 72 hours old, the code goes to the previous address. Then the password takes effect at `takes_effect_at`, and nothing changes until then.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/password/reset/cancel/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop the pending new password
         * @description Codes for a new password stop working too. The request itself must have a proof: the session may be stolen, so a recent sign-in isn't enough. If none is pending, only the codes stop working.
         */
        post: operations["cancelPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/login/second-factor/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete a sign-in with a code
         * @description Takes the ticket of `second_factor_required` and a code. A ticket is good for one sign-in, five minutes and five attempts, through the same application and from the same network.
         */
        post: operations["completeSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/login/second-factor/enroll/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set up a second factor while signing in
         * @description Takes the ticket of `second_factor_enrollment_required`. Send the first code of the authenticator app to `user/login/second-factor/` with the same ticket. That completes the sign-in and also returns recovery codes.
         */
        post: operations["enrollSecondFactorAtSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/login/passkey/options/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a sign-in with a passkey
         * @description Returns options for `navigator.credentials.get()`. They work once, within five minutes, in applications with a registered origin on the domain of the passkeys.
         */
        post: operations["createSignInOptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/login/passkey/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a passkey
         * @description Takes the result of `navigator.credentials.get()`. A passkey counts as password and second factor.
         */
        post: operations["signInWithPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/second-factor/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the second factor
         * @description Whether the person has one, whether they need one, and how many recovery codes are left.
         */
        get: operations["getSecondFactor"];
        put?: never;
        /**
         * Set up a second factor
         * @description Returns a seed for an authenticator app (TOTP, RFC 6238). It takes effect, and replaces an existing one, when `user/second-factor/confirm/` gets a code of it within fifteen minutes.
         */
        post: operations["enrollSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/second-factor/confirm/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm the second factor
         * @description Takes the first code of the authenticator app. From then on, a sign-in with the password needs a code. Returns ten recovery codes, which are not shown again.
         */
        post: operations["confirmSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/second-factor/recovery-codes/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create new recovery codes
         * @description The previous ones stop working.
         */
        post: operations["createRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/second-factor/remove/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove the second factor
         * @description Its recovery codes stop working too. If the person needs a second factor, it can only be replaced.
         */
        post: operations["removeSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/passkeys/options/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start adding a passkey
         * @description Returns options for `navigator.credentials.create()`. They work once, within five minutes, in applications with a registered origin on the domain of the passkeys.
         */
        post: operations["createPasskeyOptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/passkeys/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List passkeys
         * @description The passkeys of the person, each with its name and last use.
         */
        get: operations["listPasskeys"];
        put?: never;
        /**
         * Add a passkey
         * @description Takes the result of `navigator.credentials.create()`. Without a name, the passkey is named after its authenticator or the device. A person can have 20.
         */
        post: operations["registerPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/passkeys/{id}/rename/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rename a passkey
         * @description The name is for the person only.
         */
        post: operations["renamePasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/passkeys/{id}/remove/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove a passkey
         * @description It can no longer be used to sign in. Sessions that it started go on.
         */
        post: operations["removePasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/sessions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sessions
         * @description Where the person is signed in, up to a hundred sessions. The most recently used one comes first.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /**
         * End all other sessions
         * @description Signs the person out everywhere else. The session that asks goes on.
         */
        delete: operations["endOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/sessions/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a session
         * @description It may be the session that asks. Returns 404 if the person has no such session, or if it has ended.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/activity/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List activity
         * @description What happened to the account, newest first, for as long as the operator keeps it.
         */
        get: operations["listActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/export/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download all data
         * @description Everything stored about the person, as a ZIP file: `profile.json`, the picture as uploaded and as shown, and an explanation in their language.
         */
        get: operations["exportAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/delete/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete the account
         * @description Needs the password or a recent proof. The account works until the days of grace are over, and `user/delete/cancel/` keeps it. All other sessions end, and the person is told by mail. Asking again returns the same date.
         */
        post: operations["deleteAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user/delete/cancel/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep the account
         * @description Cancels the deletion. If none was requested, nothing happens.
         */
        post: operations["cancelAccountDeletion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "events/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events
         * @description What happened to people, in order. Store `next` together with what you make of the events, and send it as `after`: then nothing is lost, and after a crash you get some events again. A later response may have an event that happened before the last one you saw, if its change took longer, but never between events that you have.
         *
         *     With `wait`, the response is held until something happens. A key may hold ten at a time; beyond that, the answer is 429. A cursor that is too old, or unknown after a restore, is refused with 410 `cursor_expired` or 400 `cursor_unknown`: read the people again that you need, from a cursor that you took before.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "users/{person}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a person
         * @description With `If-None-Match`, the response is 304 as long as the person has not changed.
         */
        get: operations["getPerson"];
        put?: never;
        post?: never;
        /**
         * Delete a person
         * @description Removes the person with everything that belongs to them, immediately and for good.
         */
        delete: operations["deletePerson"];
        options?: never;
        head?: never;
        /**
         * Update a person
         * @description Absent fields stay, empty ones are cleared. A new address takes effect at once, without codes; its owner is told, and can undo it for three days.
         */
        patch: operations["updatePerson"];
        trace?: never;
    };
    "users/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List people
         * @description In order of id, or of change with `updated_since`. A search lists those whose user name begins with the text, then first names, last names, both names and addresses, each in alphabetical order, and everybody once. Every page shows what was committed when it was read; nobody is left out or repeated because others come or go. A combination of filters without an index is refused.
         */
        get: operations["listPeople"];
        put?: never;
        /**
         * Create a person
         * @description Without a password, which people set themselves with a mailed code (`POST user/password/forgot/`): no password passes through your server. Send an `Idempotency-Key`, so that a repeated request does not create somebody twice.
         */
        post: operations["createPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "users/{person}/disable/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable a person
         * @description Prevents the person from signing in, and ends their sessions.
         */
        post: operations["disablePerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "users/{person}/enable/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a person
         * @description Allows the person to sign in again.
         */
        post: operations["enablePerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "users/{person}/invite/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite a person
         * @description Mails a code with which the person chooses a password within 72 hours, in their language. Your page asks for the code and the password, and sends both with `token_checksum` to `POST user/password/reset/`, which also verifies the address. A repeated request mails another code, unless it has the same `Idempotency-Key`; a disabled person gets none.
         */
        post: operations["invitePerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "users/{person}/picture/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the picture of a person
         * @description By the rules of the upload by the person, which counts against the same allowance. A repeated request with the same `Idempotency-Key` and the same files counts once.
         */
        put: operations["uploadPersonPicture"];
        post?: never;
        /**
         * Remove the picture of a person
         * @description The person shows the generated one from then on. Earlier addresses end immediately.
         */
        delete: operations["removePersonPicture"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "users/{person}/sessions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End the sessions of a person
         * @description Signs the person out everywhere, in all applications, immediately.
         */
        delete: operations["endPersonSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "users/{person}/private-data/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get private data
         * @description What your application stores about the person for itself. Other applications and the page do not show it; the copy that a person downloads has it. With `If-None-Match`, the response is 304 as long as it has not changed.
         */
        get: operations["getPrivateData"];
        /**
         * Replace private data
         * @description Replaces all of it. Send `If-Match`, so that no change of another process is lost.
         */
        put: operations["replacePrivateData"];
        post?: never;
        /**
         * Delete private data
         * @description Removes all of it; the response is an empty object.
         */
        delete: operations["deletePrivateData"];
        options?: never;
        head?: never;
        /**
         * Update private data
         * @description Changes the parts that are sent. Parallel changes of different parts all remain. The entity tag is that of the private data, not of the person.
         */
        patch: operations["updatePrivateData"];
        trace?: never;
    };
    "cards/lookup/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look up cards
         * @description Names and pictures of up to 1,000 people, by id, by external id or both. Unknown, disabled and removed people are missing from the response. It counts as one request for each 100 ids.
         */
        post: operations["lookUpCards"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "cards/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get cards
         * @description Names and pictures of up to 100 people by id. With `If-None-Match`, the response is 304 as long as none of the cards has changed.
         */
        get: operations["listCards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "user.created": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * user.created
         * @description A person was added, by an operator, an application or an import.
         */
        post: operations["userCreated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * user.updated
         * @description Attributes changed; `attributes` has their names, never their values. The e-mail address and the picture have types of their own.
         */
        post: operations["userUpdated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "email.changed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * email.changed
         * @description The e-mail address changed. If the same update changed other attributes, `user.updated` names them.
         */
        post: operations["emailChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "picture.changed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * picture.changed
         * @description The picture, or its crop, was set, replaced or removed.
         */
        post: operations["pictureChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user.disabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * user.disabled
         * @description A person can no longer sign in. All their sessions have ended; each has an event of its own.
         */
        post: operations["userDisabled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user.enabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * user.enabled
         * @description A person can sign in again.
         */
        post: operations["userEnabled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user.deletion_requested": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * user.deletion_requested
         * @description A person requested the removal of the account, which happens after the grace period.
         */
        post: operations["userDeletionRequested"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user.deletion_cancelled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * user.deletion_cancelled
         * @description A requested removal was canceled. The account stays.
         */
        post: operations["userDeletionCancelled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user.deleted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * user.deleted
         * @description A person was removed. Remove what you have about them.
         */
        post: operations["userDeleted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "session.started": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * session.started
         * @description A person signed in; `session_id` and `application_id` say how.
         */
        post: operations["sessionStarted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "session.revoked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * session.revoked
         * @description A session ended before it expired: signed out, ended elsewhere, replaced, or with the account. Each has an event of its own; if `session_id` is null, more than a hundred ended at once.
         */
        post: operations["sessionRevoked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        Failure: {
            /** Format: int32 */
            status_code: number;
            /** @description The published English texts: a list per field, a single string in `detail`. */
            errors: {
                [key: string]: string | string[];
            };
            data: object;
            error_type: string;
            /** @description Machine-readable, same keys and shape as `errors`. */
            error_codes: {
                [key: string]: string | string[];
            };
            /** @description In the reader's language, if it is not English or if it says more than `errors`. */
            error_messages?: {
                [key: string]: string | string[];
            };
            /** @description With `second_factor_required` and `second_factor_enrollment_required`: the ticket for the next step. */
            second_factor_ticket?: string;
            /** @description With `second_factor_enrollment_required`: the page on which people set one up. */
            enrollment_url?: string;
            /** @description With `insufficient_scope`: the scope that the key lacks. */
            required_scope?: string;
        };
        SignInBody: {
            /**
             * @description The user name or, unless disabled by the operator, the e-mail address of the person, verified or not. A user name takes precedence over an address.
             * @example ada
             */
            username: string;
            /**
             * Format: password
             * @example correct horse battery staple
             */
            password: string;
            /**
             * @description IANA time zone of the client, shown in the list of sessions. An unknown one is ignored.
             * @example Europe/Madrid
             */
            timezone?: string;
        };
        /**
         * @example {
         *       "refresh": "def50200a1b2c3…",
         *       "access": "eyJhbGciOiJFUzI1NiJ9.…"
         *     }
         */
        TokenPair: {
            refresh: string;
            access: string;
        };
        RefreshTokenBody: {
            refresh: string;
            /**
             * @description IANA time zone of the client, shown in the list of sessions. An unknown one is ignored.
             * @example Europe/Madrid
             */
            timezone?: string;
        };
        /**
         * @example {
         *       "access": "eyJhbGciOiJFUzI1NiJ9.…"
         *     }
         */
        RefreshedTokens: {
            access: string;
            refresh?: string;
        };
        SignOutBody: {
            refresh?: string;
        };
        ProofBody: {
            /**
             * Format: password
             * @description The current password.
             * @example correct horse battery staple
             */
            password?: string;
            /** @description Alternatively, the current code of the authenticator app, or a recovery code. */
            second_factor_code?: string;
            /** @description Alternatively, the response of a passkey to the options of `user/proof/passkey/`: `AuthenticationResponseJSON`, as returned by `PublicKeyCredential.toJSON()`. */
            passkey?: object;
        };
        PublicKeyCredentialRequestOptions: {
            challenge: string;
            rpId?: string;
        } & {
            [key: string]: unknown;
        };
        IssuerMetadata: {
            /**
             * @description `iss` of the access tokens.
             * @example https://id.example.com
             */
            issuer: string;
            /**
             * @description The keys that verify them.
             * @example https://id.example.com/.well-known/jwks.json
             */
            jwks_uri: string;
            /**
             * @description Needs your `apikey` besides the token.
             * @example https://id.example.com/api/v1/user/userinfo/
             */
            userinfo_endpoint: string;
            /** @example https://id.example.com/docs/ */
            service_documentation: string;
            /** @description `none`: people do not sign in by OpenID Connect. */
            response_types_supported: string[];
            subject_types_supported: string[];
            /** @description The algorithm of the tokens. */
            id_token_signing_alg_values_supported: string[];
            /** @description What `user/userinfo/` returns. */
            claims_supported: string[];
        };
        Profile: {
            UserProfile: {
                /** @example ada */
                username: string;
                /** @example Ada */
                first_name: string;
                /** @example Lovelace */
                last_name: string;
                /** @example she/her */
                pronouns: string;
                /** @example ada@example.com */
                email: string;
                /** @example +33612345678 */
                phone_number: string;
                /** @example 33 */
                phone_code: string;
                /** @example FR */
                country_code: string;
            }[];
            /**
             * @description Path of the picture on this host.
             * @example /pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512
             */
            ProfileImage: string;
            /**
             * @description Absolute URL of the picture.
             * @example https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512
             */
            ProfileImageUrl: string;
            /**
             * @description Absolute URL by size: `32` to `1024` (square) and `original` (uncropped).
             * @example {
             *       "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
             *       "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
             *     }
             */
            ProfileImages: {
                [key: string]: string;
            };
            /**
             * @example {
             *       "lan": "fr",
             *       "tz": "Europe/Paris",
             *       "currency": "EUR"
             *     }
             */
            UserLocInfo: {
                lan: string;
                tz: string;
                currency: string;
            };
            /**
             * @description Which values of `UserLocInfo` the person has chosen; the others are the defaults of the service.
             * @example {
             *       "lan": true,
             *       "tz": true,
             *       "currency": true
             *     }
             */
            UserLocInfoChosen: {
                lan: boolean;
                tz: boolean;
                currency: boolean;
            };
            /**
             * @description Whether the person has proved to own the current address and number. Values that were imported or entered by the operator are not proven.
             * @example {
             *       "email_verified": true,
             *       "phone_verified": false
             *     }
             */
            UserVerified: {
                email_verified: boolean;
                phone_verified: boolean;
            };
            /**
             * @description When the account will be removed (ISO 8601) if the person requested it; otherwise empty.
             * @example
             */
            DeleteAt: string;
            /**
             * @description Attributes that the operator has declared and the caller may read, by name. Unset texts are empty, unset lists have no items, other unset values are null. It is missing if there are none.
             * @example {
             *       "department": "sales",
             *       "team_size": 5,
             *       "newsletter": true,
             *       "skills": [
             *         "go",
             *         "sql"
             *       ],
             *       "hometown": {
             *         "locality": "Paris",
             *         "region": "",
             *         "country": "FR"
             *       }
             *     }
             */
            UserAttributes?: {
                [key: string]: string | number | boolean | string[] | {
                    locality: string;
                    region: string;
                    country: string;
                } | null;
            };
        };
        UpdateProfileBody: {
            /**
             * @description Given name.
             * @example Ada
             */
            first_name?: string;
            /**
             * @description Family name.
             * @example Lovelace
             */
            last_name?: string;
            /**
             * @description Pronouns.
             * @example she/her
             */
            pronouns?: string;
            /**
             * Format: email
             * @description An address other than the stored one requires `token_checksum_field` and `token_field`.
             * @example ada@example.com
             */
            email: string;
            /**
             * @description 9 to 15 digits with an optional leading `+`; fewer if valid in the country.
             * @example +33612345678
             */
            phone_number?: string;
            /**
             * @description Country calling code.
             * @example 33
             */
            phone_code?: string;
            /**
             * @description Country (ISO 3166-1 alpha-2).
             * @example FR
             */
            country_code?: string;
            /**
             * @description A language (BCP 47) from Get Local Info.
             * @example fr
             */
            languages?: string;
            /**
             * @description A time zone (IANA) from Get Local Info.
             * @example Europe/Paris
             */
            timezones?: string;
            /**
             * @description A currency (ISO 4217) from Get Local Info.
             * @example EUR
             */
            currencies?: string;
            /** @description `token_checksum` of the response to the request for the code. */
            token_checksum_field?: string;
            /** @description The mailed code. */
            token_field?: string;
            /** @description The code mailed to the current address, if both addresses must prove the change. */
            current_token_field?: string;
        } & {
            [key: string]: string | number | boolean | string[] | {
                locality?: string;
                region?: string;
                country?: string;
            } | null;
        };
        PatchProfileBody: {
            /**
             * @description Given name.
             * @example Ada
             */
            first_name?: string;
            /**
             * @description Family name.
             * @example Lovelace
             */
            last_name?: string;
            /**
             * @description Pronouns.
             * @example she/her
             */
            pronouns?: string;
            /**
             * Format: email
             * @description An address other than the stored one requires `token_checksum_field` and `token_field`.
             * @example ada@example.com
             */
            email?: string;
            /**
             * @description 9 to 15 digits with an optional leading `+`; fewer if valid in the country.
             * @example +33612345678
             */
            phone_number?: string;
            /**
             * @description Country calling code.
             * @example 33
             */
            phone_code?: string;
            /**
             * @description Country (ISO 3166-1 alpha-2).
             * @example FR
             */
            country_code?: string;
            /**
             * @description A language (BCP 47) from Get Local Info.
             * @example fr
             */
            languages?: string;
            /**
             * @description A time zone (IANA) from Get Local Info.
             * @example Europe/Paris
             */
            timezones?: string;
            /**
             * @description A currency (ISO 4217) from Get Local Info.
             * @example EUR
             */
            currencies?: string;
            /** @description `token_checksum` of the response to the request for the code. */
            token_checksum_field?: string;
            /** @description The mailed code. */
            token_field?: string;
            /** @description The code mailed to the current address, if both addresses must prove the change. */
            current_token_field?: string;
        } & {
            [key: string]: string | number | boolean | string[] | {
                locality?: string;
                region?: string;
                country?: string;
            } | null;
        };
        Userinfo: {
            /**
             * @description The id of the person, as in the token.
             * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
             */
            sub: string;
            /**
             * @description The whole name, in the order of its language.
             * @example Ada Lovelace
             */
            name?: string;
            /** @example Ada */
            given_name?: string;
            /** @example Lovelace */
            family_name?: string;
            /**
             * @description The user name. It can change.
             * @example ada
             */
            preferred_username: string;
            /**
             * @description Absolute URL, also of the generated picture of somebody who has none.
             * @example https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512
             */
            picture: string;
            /** @example ada@example.com */
            email?: string;
            /** @description Whether the person has proved to read that mailbox. */
            email_verified?: boolean;
            /**
             * @description In E.164 if it can be derived; otherwise as the person typed it.
             * @example +33612345678
             */
            phone_number?: string;
            phone_number_verified?: boolean;
            /**
             * @description Time zone (IANA): chosen, or the default of the service.
             * @example Europe/Paris
             */
            zoneinfo: string;
            /**
             * @description Language (BCP 47): chosen, or the default of the service.
             * @example fr
             */
            locale: string;
            /**
             * Format: int64
             * @description In seconds since the Unix epoch.
             * @example 1796083200
             */
            updated_at: number;
        } & {
            [key: string]: unknown;
        };
        AttributeDeclarations: {
            /** @description In the order of the page; those of a section are adjacent. */
            attributes: components["schemas"]["AttributeDeclaration"][];
        };
        AttributeDeclaration: {
            /**
             * @description Name in the profile, in the body of an update, and in `errors`.
             * @example department
             */
            name: string;
            /**
             * @example choice
             * @enum {string}
             */
            type: "text" | "long_text" | "number" | "integer" | "boolean" | "date" | "choice" | "choices" | "url" | "country" | "language" | "timezone" | "place";
            /**
             * @description In the reader's language, if the operator wrote it.
             * @example Department
             */
            label: string;
            /**
             * @description Empty if there is none.
             * @example Where you work.
             */
            help: string;
            /**
             * @description Title of the section on the page; empty for the general one.
             * @example Work
             */
            section: string;
            /** @description Whether the caller may change it. */
            writable: boolean;
            /**
             * @description What is shown of people who have set nothing; null if it has none.
             * @example null
             */
            default: string | number | boolean | string[] | {
                locality: string;
                region: string;
                country: string;
            } | null;
            /**
             * @description For `choice` and `choices`.
             * @example [
             *       {
             *         "value": "sales",
             *         "label": "Sales"
             *       }
             *     ]
             */
            options?: {
                value: string;
                label: string;
            }[];
            /**
             * Format: int64
             * @description In code points.
             */
            min_length?: number;
            /**
             * Format: int64
             * @description In code points, for every type of free text.
             */
            max_length?: number;
            /** @description A number; for `date`, a date. */
            minimum?: number | string;
            maximum?: number | string;
            /** Format: int64 */
            min_items?: number;
            /** Format: int64 */
            max_items?: number;
        };
        UploadProfileImageBody: {
            /**
             * Format: binary
             * @description The picture: JPEG, PNG, WebP, GIF, AVIF, BMP, HEIC or JPEG XL.
             */
            image: string;
            /**
             * Format: binary
             * @description The part to show. Without it the service crops to the faces.
             */
            cropped_image?: string;
            /**
             * Format: double
             * @description Left edge of the crop, in pixels of the upright picture. The edges are rounded to whole pixels, and may pass those of the picture by one pixel, which is cut off.
             * @example 100
             */
            crop_x?: number;
            /**
             * Format: double
             * @description Top edge of the crop.
             * @example 100
             */
            crop_y?: number;
            /**
             * Format: double
             * @description Width of the crop.
             * @example 100
             */
            crop_width?: number;
            /**
             * Format: double
             * @description Height of the crop.
             * @example 100
             */
            crop_height?: number;
        };
        PictureLinks: {
            /**
             * @description Path of the picture on this host.
             * @example /pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512
             */
            ProfileImage: string;
            /**
             * @description Absolute URL of the picture.
             * @example https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512
             */
            ProfileImageUrl: string;
            /**
             * @description Absolute URL by size: `32` to `1024` (square) and `original` (uncropped).
             * @example {
             *       "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
             *       "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
             *     }
             */
            ProfileImages: {
                [key: string]: string;
            };
        };
        CurrentPicture: {
            /**
             * @description Path of the picture on this host.
             * @example /pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512
             */
            ProfileImage: string;
            /**
             * @description Absolute URL of the picture.
             * @example https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512
             */
            ProfileImageUrl: string;
            /**
             * @description Absolute URL by size: `32` to `1024` (square) and `original` (uncropped).
             * @example {
             *       "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
             *       "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
             *     }
             */
            ProfileImages: {
                [key: string]: string;
            };
            /** @description Null if the person has none, and the generated one is shown. */
            picture: {
                /**
                 * Format: int64
                 * @description Width of the upright picture as uploaded, in pixels.
                 */
                width: number;
                /** Format: int64 */
                height: number;
                /** @description The shown square in those pixels; null if the client sent it as `cropped_image`. */
                crop: {
                    /** Format: int64 */
                    x: number;
                    /** Format: int64 */
                    y: number;
                    /** Format: int64 */
                    width: number;
                    /** Format: int64 */
                    height: number;
                } | null;
            } | null;
        };
        CropProfileImageBody: {
            /**
             * Format: double
             * @description Left edge of the crop, in pixels of the upright picture. The edges are rounded to whole pixels, and may pass those of the picture by one pixel, which is cut off.
             * @example 100
             */
            crop_x?: number;
            /**
             * Format: double
             * @description Top edge of the crop.
             * @example 100
             */
            crop_y?: number;
            /**
             * Format: double
             * @description Width of the crop.
             * @example 100
             */
            crop_width?: number;
            /**
             * Format: double
             * @description Height of the crop.
             * @example 100
             */
            crop_height?: number;
            /**
             * Format: int32
             * @description Degrees clockwise by which the picture is turned first. The crop is in pixels of the turned picture.
             * @example 90
             * @enum {integer}
             */
            rotate?: 0 | 90 | 180 | 270;
        };
        SuggestProfileImageCropBody: {
            /**
             * Format: binary
             * @description The upright picture, scaled down to 320 pixels on its longer side; at most 200 kB.
             */
            image: string;
        };
        SuggestedCrop: {
            crop: {
                /** @description Left edge, as a share of the width. */
                x: number;
                /** @description Top edge, as a share of the height. */
                y: number;
                /** @description Width, as a share of the width of the picture. */
                width: number;
                /** @description Height, as a share of the height of the picture. */
                height: number;
            };
        };
        LocalInfo: {
            languages: {
                /**
                 * @description BCP 47.
                 * @example fr
                 */
                code: string;
                /**
                 * @description In the reader's language.
                 * @example French
                 */
                name: string;
                /**
                 * @description In the language itself.
                 * @example français
                 */
                native_name: string;
                /**
                 * @description Writing direction.
                 * @example ltr
                 * @enum {string}
                 */
                direction: "ltr" | "rtl";
            }[];
            currencies: {
                /**
                 * @description ISO 4217.
                 * @example EUR
                 */
                code: string;
                /**
                 * @description In the reader's language.
                 * @example Euro
                 */
                name: string;
                /**
                 * @description The short symbol in the reader's language.
                 * @example €
                 */
                symbol: string;
                /**
                 * Format: int64
                 * @description Minor units (ISO 4217): decimal places of an amount in accounting.
                 * @example 2
                 */
                digits: number;
                /**
                 * Format: int64
                 * @description Decimal places in everyday use (CLDR), for example none for HUF.
                 * @example 2
                 */
                display_digits: number;
            }[];
            timezones: {
                /**
                 * @description The current IANA name.
                 * @example Europe/Paris
                 */
                code: string;
                /**
                 * @description In the reader's language.
                 * @example Central European Time
                 */
                name: string;
                /**
                 * @description The place that the zone is named after, in the reader's language; empty for UTC.
                 * @example Paris
                 */
                city: string;
                /**
                 * @description Over the year, in English and in the reader's language. Several zones can share one.
                 * @example [
                 *       "CET",
                 *       "CEST"
                 *     ]
                 */
                abbreviations: string[];
                /**
                 * @description Against UTC, now.
                 * @example +01:00
                 */
                offset: string;
                /**
                 * @description ISO 3166-1 alpha-2.
                 * @example [
                 *       "FR"
                 *     ]
                 */
                country_codes: string[];
            }[];
            countries: {
                /**
                 * @description ISO 3166-1 alpha-2.
                 * @example FR
                 */
                code: string;
                /**
                 * @description In the reader's language.
                 * @example France
                 */
                name: string;
                /**
                 * @description Calling code; empty if there is none.
                 * @example 33
                 */
                phone_code: string;
                /**
                 * @description Emoji.
                 * @example 🇫🇷
                 */
                flag: string;
            }[];
            selected: {
                /** @example fr */
                lan: string;
                /** @example Europe/Paris */
                tz: string;
                /** @example EUR */
                currency: string;
            };
        };
        RequestEmailCodeBody: {
            /**
             * Format: email
             * @description The new address.
             * @example ada@example.org
             */
            email: string;
        };
        PendingEmailChange: {
            /** @description The new address. */
            email: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When the codes were last requested.
             */
            sent_at: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: int32 */
            tries_left: number;
        };
        EmailUndo: {
            /** @description The previous address. */
            email: string;
            /** Format: date-time */
            until: string;
        };
        ChangePasswordBody: {
            /**
             * Format: password
             * @description The current password.
             * @example correct horse battery staple
             */
            old_password: string;
            /**
             * Format: password
             * @description 8 to 256 characters, all allowed except NUL; not common or breached, not a repetition or a row of keys, and not derived from the name or address of the person or the service.
             * @example correct horse battery staple
             */
            new_password: string;
        };
        RequestPasswordResetBody: {
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
        };
        ResetPasswordBody: {
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
            /** @description `token_checksum` of the response to the request for the code. */
            token_checksum_field: string;
            /** @description The mailed code: eight letters and digits, in upper or lower case, with or without the hyphen. */
            token_field: string;
            /**
             * Format: password
             * @description 8 to 256 characters, all allowed except NUL; not common or breached, not a repetition or a row of keys, and not derived from the name or address of the person or the service.
             * @example correct horse battery staple
             */
            new_password: string;
        };
        WaitingPassword: {
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description Accurate to about ten minutes.
             */
            takes_effect_at: string;
        };
        CompleteSignInBody: {
            /** @description `second_factor_ticket` of the response to `user/login/`. */
            second_factor_ticket: string;
            /** @description The current code of the authenticator app, or a recovery code. Spaces and hyphens are ignored. */
            code: string;
            /**
             * @description IANA time zone of the client, shown in the list of sessions. An unknown one is ignored.
             * @example Europe/Madrid
             */
            timezone?: string;
        };
        /**
         * @example {
         *       "refresh": "def50200a1b2c3…",
         *       "access": "eyJhbGciOiJFUzI1NiJ9.…"
         *     }
         */
        CompletedSignIn: {
            refresh: string;
            access: string;
            /** @description Ten codes, each valid once instead of an authenticator code. They are not shown again. */
            recovery_codes?: string[];
        };
        EnrollSecondFactorAtSignInBody: {
            /** @description `second_factor_ticket` of the response to `user/login/`. */
            second_factor_ticket: string;
        };
        SecondFactorEnrollment: {
            /**
             * @description The seed in base32, for manual entry.
             * @example JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
             */
            secret: string;
            /**
             * @description For a QR code: SHA-1, six digits, 30 seconds.
             * @example otpauth://totp/Acme:ada?issuer=Acme&secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30
             */
            otpauth_uri: string;
            /**
             * Format: date-time
             * @description Until when its first code is accepted.
             */
            expires_at: string;
        };
        SignInWithPasskeyBody: {
            /** @description `AuthenticationResponseJSON`, which `PublicKeyCredential.toJSON()` gives; a form sends it as text. */
            credential: object;
            /**
             * @description IANA time zone of the client, shown in the list of sessions. An unknown one is ignored.
             * @example Europe/Madrid
             */
            timezone?: string;
        };
        SecondFactor: {
            enabled: boolean;
            /** @description Since when it is active. */
            enabled_at: string | null;
            /**
             * Format: int32
             * @description Number of unused recovery codes.
             */
            recovery_codes_left: number;
            /** @description Whether the operator requires one, now or from a date on. */
            required: boolean;
            /** @description From when on it is required to sign in; null if it is not required, or already. */
            required_from: string | null;
        };
        ConfirmSecondFactorBody: {
            /** @description The current code of the authenticator app. */
            code: string;
        };
        PublicKeyCredentialCreationOptions: {
            challenge: string;
        } & {
            [key: string]: unknown;
        };
        RegisterPasskeyBody: {
            /** @description `RegistrationResponseJSON`, as returned by `PublicKeyCredential.toJSON()`; forms send it as text. */
            credential: object;
            /**
             * @description Name given by the person.
             * @example Work laptop
             */
            name?: string;
        };
        Passkey: {
            /** @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11 */
            id: string;
            /** @example Work laptop */
            name: string;
            /**
             * @description Name of its authenticator if it is well known; otherwise empty.
             * @example iCloud Keychain
             */
            authenticator: string;
            /** @description Whether it is backed up. */
            backed_up: boolean;
            /** Format: date-time */
            created_at: string;
            last_used_at: string | null;
        };
        RenamePasskeyBody: {
            /**
             * @description Name given by the person.
             * @example Work laptop
             */
            name: string;
        };
        Session: {
            /** @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11 */
            id: string;
            /** @description Whether this is the calling session. */
            current: boolean;
            /**
             * @description Name of the application; empty if none was involved.
             * @example Shop
             */
            application: string;
            /**
             * @description Name of the OpenID provider at which the person signed in; empty if it was here.
             * @example Acme Login
             */
            provider: string;
            /**
             * @description IANA time zone that the client of the session last reported at sign-in or refresh; empty if it reported none.
             * @example Europe/Madrid
             */
            timezone: string;
            /**
             * @description ISO 3166-1 alpha-2 code of the only country with this time zone; empty if there is none.
             * @example ES
             */
            country_code: string;
            /**
             * @description IP address from which the service was called: for an event at that time, for a session at the last sign-in or refresh. That of your server if it makes the calls; empty if it is unknown.
             * @example 203.0.113.7
             */
            address: string;
            /** @description As sent at sign-in, truncated to 255 characters. */
            user_agent: string;
            device: components["schemas"]["Device"];
            /**
             * Format: date-time
             * @description When the person signed in.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Last sign-in or refresh, accurate to about ten minutes.
             */
            last_seen_at: string;
        };
        Device: {
            /**
             * @description Empty if it is unknown.
             * @example Firefox
             */
            browser: string;
            /**
             * @description Empty if it is unknown.
             * @example Windows
             */
            os: string;
            /** @enum {string} */
            kind: "desktop" | "mobile" | "tablet" | "tv" | "other";
        };
        Activity: {
            /** @example 0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e */
            id: string;
            /** Format: date-time */
            at: string;
            /**
             * @description What happened; more actions may be added.
             * @enum {string}
             */
            action: "session.started" | "session.ended" | "sessions.ended" | "sessions.revoked" | "session.stolen" | "session.displaced" | "sign_in.locked" | "sign_in.unlocked" | "profile.updated" | "email.requested" | "email.cancelled" | "email.changed" | "email.verified" | "email.undone" | "email.undo_ended" | "account.frozen" | "account.unfrozen" | "picture.uploaded" | "picture.cropped" | "picture.removed" | "password.changed" | "password.reset" | "password.waiting" | "password.stopped" | "password.set" | "password.invited" | "data.exported" | "deletion.requested" | "deletion.cancelled" | "user.created" | "user.disabled" | "user.enabled" | "user.deleted" | "provider.linked" | "second_factor.added" | "second_factor.removed" | "second_factor.codes_renewed" | "second_factor.code_used" | "second_factor.reset" | "second_factor.required" | "second_factor.not_required" | "passkey.added" | "passkey.renamed" | "passkey.removed" | "passkey.refused";
            /**
             * @description Who did it: the person, an operator of the service, an application by itself, the holder of a mailed link, or the service itself.
             * @enum {string}
             */
            by: "person" | "operator" | "application" | "link" | "system";
            /** @description Names of the values that changed. */
            fields: string[];
            /**
             * @description Name of the application; empty if none was involved.
             * @example Shop
             */
            application: string;
            /**
             * @description Name of the OpenID provider at which the person signed in; empty if it was here.
             * @example Acme Login
             */
            provider: string;
            /**
             * @description IANA time zone that the client of the session last reported at sign-in or refresh; empty if it reported none.
             * @example Europe/Madrid
             */
            timezone: string;
            /**
             * @description ISO 3166-1 alpha-2 code of the only country with this time zone; empty if there is none.
             * @example ES
             */
            country_code: string;
            /**
             * @description IP address from which the service was called: for an event at that time, for a session at the last sign-in or refresh. That of your server if it makes the calls; empty if it is unknown.
             * @example 203.0.113.7
             */
            address: string;
            /** @description Null if its session is no longer stored. */
            device: components["schemas"]["Device"] | null;
        };
        Event: {
            /**
             * @description The same whenever the event is sent, also as `webhook-id`.
             * @example 0198c0de-7a44-7cc3-98a8-5b51c0bd1c5f
             */
            id: string;
            /**
             * @description What happened; more types may be added.
             * @enum {string}
             */
            type: "user.created" | "user.updated" | "email.changed" | "picture.changed" | "user.disabled" | "user.enabled" | "user.deletion_requested" | "user.deletion_cancelled" | "user.deleted" | "session.started" | "session.revoked";
            /**
             * Format: date-time
             * @description When it happened.
             */
            timestamp: string;
            data: {
                /** @example 0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e */
                user_id: string;
                /**
                 * @description With `user.updated`: names of the changed attributes.
                 * @example [
                 *       "first_name",
                 *       "timezone"
                 *     ]
                 */
                attributes?: string[];
                /**
                 * @description With events of sessions; null if it is about several.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                session_id?: string | null;
                /**
                 * @description With events of sessions: the application of the session.
                 * @example 5b8f5a52-6a3c-4c43-8f0c-0a4f1f0b7d55
                 */
                application_id?: string | null;
            };
        };
        Person: {
            /** @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11 */
            id: string;
            /**
             * @description What your application calls the person; null if it has not said.
             * @example customer-4711
             */
            external_id: string | null;
            /** @example ada */
            username: string;
            /**
             * @description given name; empty if it is not set.
             * @example Ada
             */
            first_name: string;
            /**
             * @description family name; empty if it is not set.
             * @example Lovelace
             */
            last_name: string;
            /**
             * @description pronouns; empty if it is not set.
             * @example she/her
             */
            pronouns: string;
            /**
             * @description e-mail address; empty if it is not set.
             * @example ada@example.com
             */
            email: string;
            /**
             * @description phone number; in international form (+) it sets the other two; empty if it is not set.
             * @example +33612345678
             */
            phone_number: string;
            /**
             * @description country calling code; empty if it is not set.
             * @example 33
             */
            phone_code: string;
            /**
             * @description country (ISO 3166-1 alpha-2); empty if it is not set.
             * @example FR
             */
            country_code: string;
            /**
             * @description language (BCP 47); empty if it is not set.
             * @example fr
             */
            language: string;
            /**
             * @description time zone (IANA); empty if it is not set.
             * @example Europe/Paris
             */
            timezone: string;
            /**
             * @description currency (ISO 4217); empty if it is not set.
             * @example EUR
             */
            currency: string;
            /**
             * @description Attributes that the operator has declared and the caller may read, by name. Unset texts are empty, unset lists have no items, other unset values are null. It is missing if there are none.
             * @example {
             *       "department": "sales",
             *       "team_size": 5,
             *       "newsletter": true,
             *       "skills": [
             *         "go",
             *         "sql"
             *       ],
             *       "hometown": {
             *         "locality": "Paris",
             *         "region": "",
             *         "country": "FR"
             *       }
             *     }
             */
            attributes?: {
                [key: string]: string | number | boolean | string[] | {
                    locality: string;
                    region: string;
                    country: string;
                } | null;
            };
            email_verified: boolean;
            phone_verified: boolean;
            /**
             * @description Disabled people cannot sign in.
             * @enum {string}
             */
            status: "active" | "disabled";
            /** @description Whether a previous address objected to a change, so that the address cannot change. */
            is_frozen: boolean;
            /** @description Otherwise `picture` is the generated one. */
            has_picture: boolean;
            /**
             * @description Absolute addresses of the picture by size: `32` to `1024` (square) and `original` (uncropped).
             * @example {
             *       "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
             *       "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
             *     }
             */
            picture: {
                [key: string]: string;
            };
            /** @description When the account will be removed at the wish of the person. */
            delete_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /**
             * Format: int64
             * @description Grows with every change.
             * @example 7
             */
            version: number;
        };
        PeoplePage: {
            people: components["schemas"]["Person"][];
            /** @description Value of `cursor` for the next page; null if this is the last one. */
            next: string | null;
        };
        CreatePersonBody: {
            /**
             * @description Letters, digits and `@ . + - _`; unique without regard to case.
             * @example ada
             */
            username: string;
            /**
             * @description Given name.
             * @example Ada
             */
            first_name?: string;
            /**
             * @description Family name.
             * @example Lovelace
             */
            last_name?: string;
            /**
             * @description Pronouns.
             * @example she/her
             */
            pronouns?: string;
            /**
             * Format: email
             * @description E-mail address.
             * @example ada@example.com
             */
            email: string;
            /**
             * @description Phone number; in international form (+) it sets the other two.
             * @example +33612345678
             */
            phone_number?: string;
            /**
             * @description Country calling code.
             * @example 33
             */
            phone_code?: string;
            /**
             * @description Country (ISO 3166-1 alpha-2).
             * @example FR
             */
            country_code?: string;
            /**
             * @description Language (BCP 47).
             * @example fr
             */
            language?: string;
            /**
             * @description Time zone (IANA).
             * @example Europe/Paris
             */
            timezone?: string;
            /**
             * @description Currency (ISO 4217).
             * @example EUR
             */
            currency?: string;
            /**
             * @description Whether you vouch that the person reads the address.
             * @example true
             */
            email_verified?: boolean;
            /**
             * @description The same for the phone number.
             * @example true
             */
            phone_verified?: boolean;
            /**
             * @description What your application calls the person; empty for nothing. It is unique in your application.
             * @example customer-4711
             */
            external_id?: string;
        } & {
            [key: string]: string | number | boolean | string[] | {
                locality?: string;
                region?: string;
                country?: string;
            } | null;
        };
        UpdatePersonBody: {
            /**
             * @description Given name.
             * @example Ada
             */
            first_name?: string;
            /**
             * @description Family name.
             * @example Lovelace
             */
            last_name?: string;
            /**
             * @description Pronouns.
             * @example she/her
             */
            pronouns?: string;
            /**
             * Format: email
             * @description E-mail address.
             * @example ada@example.com
             */
            email?: string;
            /**
             * @description Phone number; in international form (+) it sets the other two.
             * @example +33612345678
             */
            phone_number?: string;
            /**
             * @description Country calling code.
             * @example 33
             */
            phone_code?: string;
            /**
             * @description Country (ISO 3166-1 alpha-2).
             * @example FR
             */
            country_code?: string;
            /**
             * @description Language (BCP 47).
             * @example fr
             */
            language?: string;
            /**
             * @description Time zone (IANA).
             * @example Europe/Paris
             */
            timezone?: string;
            /**
             * @description Currency (ISO 4217).
             * @example EUR
             */
            currency?: string;
            /**
             * @description Whether you vouch that the person reads the address.
             * @example true
             */
            email_verified?: boolean;
            /**
             * @description The same for the phone number.
             * @example true
             */
            phone_verified?: boolean;
            /**
             * @description What your application calls the person; empty for nothing. It is unique in your application.
             * @example customer-4711
             */
            external_id?: string;
        } & {
            [key: string]: string | number | boolean | string[] | {
                locality?: string;
                region?: string;
                country?: string;
            } | null;
        };
        Invitation: {
            /**
             * @description Sent as `token_checksum_field` with the mailed code to `POST user/password/reset/`.
             * @example q0Yk3n0bJz5b1VbO2m3Kz8xv9Qe7yPq5T1sLr4uWc6A
             */
            token_checksum: string;
            /** Format: date-time */
            expires_at: string;
        };
        PersonSessionsEnded: {
            /** Format: int64 */
            sessions_ended: number;
        };
        PersonDeleted: {
            /** @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11 */
            id: string;
            /** @constant */
            deleted: true;
        };
        /**
         * @description What your application stores about the person; empty if nothing. Numbers have the digits that you sent.
         * @example {
         *       "plan": "gold",
         *       "seats": 3,
         *       "flags": {
         *         "beta": true
         *       }
         *     }
         */
        PrivateData: {
            [key: string]: unknown;
        };
        /**
         * @description A merge patch (RFC 7396): values are set, objects are merged, lists are replaced, and null removes. The result has the limit of the data: At most 16384 bytes without white space, in UTF-8.
         * @example {
         *       "plan": "gold",
         *       "flags": {
         *         "beta": null
         *       }
         *     }
         */
        UpdatePrivateDataBody: {
            [key: string]: unknown;
        };
        /**
         * @description What your application stores about the person, any object. At most 16384 bytes without white space, in UTF-8.
         * @example {
         *       "plan": "gold",
         *       "seats": 3,
         *       "flags": {
         *         "beta": true
         *       }
         *     }
         */
        ReplacePrivateDataBody: {
            [key: string]: unknown;
        };
        LookUpCardsBody: {
            /**
             * @description Ids of people. In a form, one on each line.
             * @example [
             *       "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11"
             *     ]
             */
            ids?: string[];
            /**
             * @description What your application calls the people. In a form, one on each line.
             * @example [
             *       "customer-4711"
             *     ]
             */
            external_ids?: string[];
        };
        Cards: {
            /** @description In order of id. Unknown, disabled and removed people are missing. */
            cards: components["schemas"]["Card"][];
        };
        Card: {
            /** @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11 */
            id: string;
            /**
             * @description What your application calls the person; null if it has not said.
             * @example customer-4711
             */
            external_id: string | null;
            /**
             * @description First and last name in the order of their language; without a name, the user name.
             * @example Ada Lovelace
             */
            display_name: string;
            /**
             * @description Absolute addresses of the picture by size: `32` to `1024` (square) and `original` (uncropped).
             * @example {
             *       "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
             *       "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
             *     }
             */
            picture: {
                [key: string]: string;
            };
            /**
             * @description Declared attributes that everybody may read who may read cards, by name; missing if there are none.
             * @example {
             *       "department": "sales",
             *       "team_size": 5,
             *       "newsletter": true,
             *       "skills": [
             *         "go",
             *         "sql"
             *       ],
             *       "hometown": {
             *         "locality": "Paris",
             *         "region": "",
             *         "country": "FR"
             *       }
             *     }
             */
            attributes?: {
                [key: string]: string | number | boolean | string[] | {
                    locality: string;
                    region: string;
                    country: string;
                } | null;
            };
            /**
             * Format: int64
             * @description Grows with every change of the person: a card with the same version is the same.
             * @example 7
             */
            version: number;
        };
        EventCard: {
            /** @example 0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e */
            id: string;
            /** @example Ada Lovelace */
            display_name: string;
            /**
             * @description Addresses of the picture by size, as in `ProfileImages`.
             * @example {
             *       "512": "https://id.example.com/pictures/0198c0de/512"
             *     }
             */
            picture: {
                [key: string]: string;
            };
            /**
             * @description Declared attributes of the card, as in `Card`; missing if there are none.
             * @example {
             *       "title": "Dr."
             *     }
             */
            attributes?: {
                [key: string]: unknown;
            };
            /**
             * Format: int64
             * @description Grows with every change of the person.
             */
            version: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = object;
export interface operations {
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["SignInBody"];
                "application/x-www-form-urlencoded": components["schemas"]["SignInBody"];
                "application/json": components["schemas"]["SignInBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "refresh": "def50200a1b2c3…",
                     *       "access": "eyJhbGciOiJFUzI1NiJ9.…"
                     *     }
                     */
                    "application/json": components["schemas"]["TokenPair"];
                };
            };
        };
    };
    refreshToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["RefreshTokenBody"];
                "application/x-www-form-urlencoded": components["schemas"]["RefreshTokenBody"];
                "application/json": components["schemas"]["RefreshTokenBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access": "eyJhbGciOiJFUzI1NiJ9.…"
                     *     }
                     */
                    "application/json": components["schemas"]["RefreshedTokens"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": components["schemas"]["SignOutBody"];
                "application/x-www-form-urlencoded": components["schemas"]["SignOutBody"];
                "application/json": components["schemas"]["SignOutBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                        };
                    };
                };
            };
        };
    };
    proveIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": components["schemas"]["ProofBody"];
                "application/x-www-form-urlencoded": components["schemas"]["ProofBody"];
                "application/json": components["schemas"]["ProofBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true,
                     *         "recent_until": "2026-01-31T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                            /**
                             * Format: date-time
                             * @description Until when the proof of this session counts as recent.
                             */
                            recent_until: string;
                        };
                    };
                };
            };
        };
    };
    createProofOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "public_key": {
                     *           "challenge": "string",
                     *           "rpId": "string"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            public_key: components["schemas"]["PublicKeyCredentialRequestOptions"];
                        };
                    };
                };
            };
        };
    };
    getProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "UserProfile": [
                     *           {
                     *             "username": "ada",
                     *             "first_name": "Ada",
                     *             "last_name": "Lovelace",
                     *             "pronouns": "she/her",
                     *             "email": "ada@example.com",
                     *             "phone_number": "+33612345678",
                     *             "phone_code": "33",
                     *             "country_code": "FR"
                     *           }
                     *         ],
                     *         "ProfileImage": "/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImageUrl": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImages": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         },
                     *         "UserLocInfo": {
                     *           "lan": "fr",
                     *           "tz": "Europe/Paris",
                     *           "currency": "EUR"
                     *         },
                     *         "UserLocInfoChosen": {
                     *           "lan": true,
                     *           "tz": true,
                     *           "currency": true
                     *         },
                     *         "UserVerified": {
                     *           "email_verified": true,
                     *           "phone_verified": false
                     *         },
                     *         "DeleteAt": "",
                     *         "UserAttributes": {
                     *           "department": "sales",
                     *           "team_size": 5,
                     *           "newsletter": true,
                     *           "skills": [
                     *             "go",
                     *             "sql"
                     *           ],
                     *           "hometown": {
                     *             "locality": "Paris",
                     *             "region": "",
                     *             "country": "FR"
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["Profile"];
                    };
                };
            };
        };
    };
    updateProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["UpdateProfileBody"];
                "application/x-www-form-urlencoded": components["schemas"]["UpdateProfileBody"];
                "application/json": components["schemas"]["UpdateProfileBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "UserProfile": [
                     *           {
                     *             "username": "ada",
                     *             "first_name": "Ada",
                     *             "last_name": "Lovelace",
                     *             "pronouns": "she/her",
                     *             "email": "ada@example.com",
                     *             "phone_number": "+33612345678",
                     *             "phone_code": "33",
                     *             "country_code": "FR"
                     *           }
                     *         ],
                     *         "ProfileImage": "/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImageUrl": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImages": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         },
                     *         "UserLocInfo": {
                     *           "lan": "fr",
                     *           "tz": "Europe/Paris",
                     *           "currency": "EUR"
                     *         },
                     *         "UserLocInfoChosen": {
                     *           "lan": true,
                     *           "tz": true,
                     *           "currency": true
                     *         },
                     *         "UserVerified": {
                     *           "email_verified": true,
                     *           "phone_verified": false
                     *         },
                     *         "DeleteAt": "",
                     *         "UserAttributes": {
                     *           "department": "sales",
                     *           "team_size": 5,
                     *           "newsletter": true,
                     *           "skills": [
                     *             "go",
                     *             "sql"
                     *           ],
                     *           "hometown": {
                     *             "locality": "Paris",
                     *             "region": "",
                     *             "country": "FR"
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["Profile"];
                    };
                };
            };
        };
    };
    patchProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["PatchProfileBody"];
                "application/x-www-form-urlencoded": components["schemas"]["PatchProfileBody"];
                "application/json": components["schemas"]["PatchProfileBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "UserProfile": [
                     *           {
                     *             "username": "ada",
                     *             "first_name": "Ada",
                     *             "last_name": "Lovelace",
                     *             "pronouns": "she/her",
                     *             "email": "ada@example.com",
                     *             "phone_number": "+33612345678",
                     *             "phone_code": "33",
                     *             "country_code": "FR"
                     *           }
                     *         ],
                     *         "ProfileImage": "/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImageUrl": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImages": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         },
                     *         "UserLocInfo": {
                     *           "lan": "fr",
                     *           "tz": "Europe/Paris",
                     *           "currency": "EUR"
                     *         },
                     *         "UserLocInfoChosen": {
                     *           "lan": true,
                     *           "tz": true,
                     *           "currency": true
                     *         },
                     *         "UserVerified": {
                     *           "email_verified": true,
                     *           "phone_verified": false
                     *         },
                     *         "DeleteAt": "",
                     *         "UserAttributes": {
                     *           "department": "sales",
                     *           "team_size": 5,
                     *           "newsletter": true,
                     *           "skills": [
                     *             "go",
                     *             "sql"
                     *           ],
                     *           "hometown": {
                     *             "locality": "Paris",
                     *             "region": "",
                     *             "country": "FR"
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["Profile"];
                    };
                };
            };
        };
    };
    getUserinfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sub": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                     *       "name": "Ada Lovelace",
                     *       "given_name": "Ada",
                     *       "family_name": "Lovelace",
                     *       "preferred_username": "ada",
                     *       "picture": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *       "email": "ada@example.com",
                     *       "email_verified": true,
                     *       "phone_number": "+33612345678",
                     *       "phone_number_verified": true,
                     *       "zoneinfo": "Europe/Paris",
                     *       "locale": "fr",
                     *       "updated_at": 1796083200
                     *     }
                     */
                    "application/json": components["schemas"]["Userinfo"];
                };
            };
        };
    };
    listAttributes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "attributes": [
                     *           {
                     *             "name": "department",
                     *             "type": "choice",
                     *             "label": "Department",
                     *             "help": "Where you work.",
                     *             "section": "Work",
                     *             "writable": true,
                     *             "default": null,
                     *             "options": [
                     *               {
                     *                 "value": "sales",
                     *                 "label": "Sales"
                     *               }
                     *             ],
                     *             "min_length": 0,
                     *             "max_length": 0,
                     *             "minimum": "string",
                     *             "maximum": "string",
                     *             "min_items": 0,
                     *             "max_items": 0
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["AttributeDeclarations"];
                    };
                };
            };
        };
    };
    getProfileImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "ProfileImage": "/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImageUrl": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImages": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         },
                     *         "picture": {
                     *           "width": 1,
                     *           "height": 1,
                     *           "crop": {
                     *             "x": 0,
                     *             "y": 0,
                     *             "width": 1,
                     *             "height": 1
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["CurrentPicture"];
                    };
                };
            };
        };
    };
    uploadProfileImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["UploadProfileImageBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "ProfileImage": "/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImageUrl": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImages": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["PictureLinks"];
                    };
                };
            };
        };
    };
    removeProfileImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "ProfileImage": "/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImageUrl": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImages": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["PictureLinks"];
                    };
                };
            };
        };
    };
    getProfileImageAlias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "ProfileImage": "/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImageUrl": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImages": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         },
                     *         "picture": {
                     *           "width": 1,
                     *           "height": 1,
                     *           "crop": {
                     *             "x": 0,
                     *             "y": 0,
                     *             "width": 1,
                     *             "height": 1
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["CurrentPicture"];
                    };
                };
            };
        };
    };
    uploadProfileImageAlias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["UploadProfileImageBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "ProfileImage": "/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImageUrl": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImages": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["PictureLinks"];
                    };
                };
            };
        };
    };
    removeProfileImageAlias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "ProfileImage": "/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImageUrl": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImages": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["PictureLinks"];
                    };
                };
            };
        };
    };
    cropProfileImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": components["schemas"]["CropProfileImageBody"];
                "application/x-www-form-urlencoded": components["schemas"]["CropProfileImageBody"];
                "application/json": components["schemas"]["CropProfileImageBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "ProfileImage": "/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImageUrl": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512",
                     *         "ProfileImages": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["PictureLinks"];
                    };
                };
            };
        };
    };
    suggestProfileImageCrop: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["SuggestProfileImageCropBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "crop": {
                     *           "x": 0,
                     *           "y": 0,
                     *           "width": 0,
                     *           "height": 0
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["SuggestedCrop"];
                    };
                };
            };
        };
    };
    getPersonPicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the person, as in access tokens (`user_id`) and exports.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                id: string;
                /**
                 * @description A size, and optionally the format; otherwise `Accept` decides.
                 * @example 512.webp
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": string;
                    "image/avif": string;
                    "image/jpeg": string;
                };
            };
        };
    };
    getLocalInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "languages": [
                     *           {
                     *             "code": "fr",
                     *             "name": "French",
                     *             "native_name": "français",
                     *             "direction": "ltr"
                     *           }
                     *         ],
                     *         "currencies": [
                     *           {
                     *             "code": "EUR",
                     *             "name": "Euro",
                     *             "symbol": "€",
                     *             "digits": 2,
                     *             "display_digits": 2
                     *           }
                     *         ],
                     *         "timezones": [
                     *           {
                     *             "code": "Europe/Paris",
                     *             "name": "Central European Time",
                     *             "city": "Paris",
                     *             "abbreviations": [
                     *               "CET",
                     *               "CEST"
                     *             ],
                     *             "offset": "+01:00",
                     *             "country_codes": [
                     *               "FR"
                     *             ]
                     *           }
                     *         ],
                     *         "countries": [
                     *           {
                     *             "code": "FR",
                     *             "name": "France",
                     *             "phone_code": "33",
                     *             "flag": "🇫🇷"
                     *           }
                     *         ],
                     *         "selected": {
                     *           "lan": "fr",
                     *           "tz": "Europe/Paris",
                     *           "currency": "EUR"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["LocalInfo"];
                    };
                };
            };
        };
    };
    requestEmailCodeByPut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["RequestEmailCodeBody"];
                "application/x-www-form-urlencoded": components["schemas"]["RequestEmailCodeBody"];
                "application/json": components["schemas"]["RequestEmailCodeBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true,
                     *         "token_checksum": "string"
                     *       },
                     *       "success": true,
                     *       "token_checksum": "string"
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                            /** @description Send it as `token_checksum_field` with the code. */
                            token_checksum: string;
                        };
                        /** @constant */
                        success: true;
                        /** @description Send it as `token_checksum_field` with the code. */
                        token_checksum: string;
                    };
                };
            };
        };
    };
    requestEmailCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["RequestEmailCodeBody"];
                "application/x-www-form-urlencoded": components["schemas"]["RequestEmailCodeBody"];
                "application/json": components["schemas"]["RequestEmailCodeBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true,
                     *         "token_checksum": "string"
                     *       },
                     *       "success": true,
                     *       "token_checksum": "string"
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                            /** @description Send it as `token_checksum_field` with the code. */
                            token_checksum: string;
                        };
                        /** @constant */
                        success: true;
                        /** @description Send it as `token_checksum_field` with the code. */
                        token_checksum: string;
                    };
                };
            };
        };
    };
    getEmailChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "pending": {
                     *           "email": "string",
                     *           "created_at": "2026-01-31T09:30:00.000Z",
                     *           "sent_at": "2026-01-31T09:30:00.000Z",
                     *           "expires_at": "2026-01-31T09:30:00.000Z",
                     *           "tries_left": 0
                     *         },
                     *         "mailboxes": [
                     *           "new"
                     *         ],
                     *         "can_be_undone": [
                     *           {
                     *             "email": "string",
                     *             "until": "2026-01-31T09:30:00.000Z"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            pending: components["schemas"]["PendingEmailChange"] | null;
                            /** @description Who receives a code when this person changes the address: the `new` address, the `current` one, or both. A single code is sent as `token_field`; of two, the one for `current` is sent as `current_token_field`. */
                            mailboxes: ("new" | "current")[];
                            /** @description Changes that can still be undone by the mail to the previous address, newest first. */
                            can_be_undone: components["schemas"]["EmailUndo"][];
                        };
                    };
                };
            };
        };
    };
    cancelEmailChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                        };
                    };
                };
            };
        };
    };
    resendEmailCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true,
                     *         "pending": {
                     *           "email": "string",
                     *           "created_at": "2026-01-31T09:30:00.000Z",
                     *           "sent_at": "2026-01-31T09:30:00.000Z",
                     *           "expires_at": "2026-01-31T09:30:00.000Z",
                     *           "tries_left": 0
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                            pending: components["schemas"]["PendingEmailChange"];
                        };
                    };
                };
            };
        };
    };
    endEmailUndo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": components["schemas"]["ProofBody"];
                "application/x-www-form-urlencoded": components["schemas"]["ProofBody"];
                "application/json": components["schemas"]["ProofBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                        };
                    };
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ChangePasswordBody"];
                "application/x-www-form-urlencoded": components["schemas"]["ChangePasswordBody"];
                "application/json": components["schemas"]["ChangePasswordBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                        };
                    };
                };
            };
        };
    };
    requestPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["RequestPasswordResetBody"];
                "application/x-www-form-urlencoded": components["schemas"]["RequestPasswordResetBody"];
                "application/json": components["schemas"]["RequestPasswordResetBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true,
                     *         "token_checksum": "string"
                     *       },
                     *       "success": true,
                     *       "token_checksum": "string"
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                            token_checksum: string;
                        };
                        /** @constant */
                        success: true;
                        token_checksum: string;
                    };
                };
            };
        };
    };
    getPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "waiting": {
                     *           "created_at": "2026-01-31T09:30:00.000Z",
                     *           "takes_effect_at": "2026-01-31T09:30:00.000Z"
                     *         },
                     *         "changed_at": "2026-01-31T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @description A new password that has not taken effect yet; null if there is none. */
                            waiting: components["schemas"]["WaitingPassword"] | null;
                            /** @description When the password was last set; null if it is not known, as events are retained for a limited time. */
                            changed_at: string | null;
                        };
                    };
                };
            };
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ResetPasswordBody"];
                "application/x-www-form-urlencoded": components["schemas"]["ResetPasswordBody"];
                "application/json": components["schemas"]["ResetPasswordBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true,
                     *         "takes_effect_at": "2026-01-31T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                            /**
                             * Format: date-time
                             * @description When the new password takes effect, accurate to about ten minutes; absent if it already has. It is delayed if the address of the account is so new that the code was mailed to the previous address.
                             */
                            takes_effect_at?: string;
                        };
                    };
                };
            };
        };
    };
    cancelPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": components["schemas"]["ProofBody"];
                "application/x-www-form-urlencoded": components["schemas"]["ProofBody"];
                "application/json": components["schemas"]["ProofBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                        };
                    };
                };
            };
        };
    };
    completeSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["CompleteSignInBody"];
                "application/x-www-form-urlencoded": components["schemas"]["CompleteSignInBody"];
                "application/json": components["schemas"]["CompleteSignInBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "refresh": "def50200a1b2c3…",
                     *       "access": "eyJhbGciOiJFUzI1NiJ9.…"
                     *     }
                     */
                    "application/json": components["schemas"]["CompletedSignIn"];
                };
            };
        };
    };
    enrollSecondFactorAtSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["EnrollSecondFactorAtSignInBody"];
                "application/x-www-form-urlencoded": components["schemas"]["EnrollSecondFactorAtSignInBody"];
                "application/json": components["schemas"]["EnrollSecondFactorAtSignInBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                     *         "otpauth_uri": "otpauth://totp/Acme:ada?issuer=Acme&secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30",
                     *         "expires_at": "2026-01-31T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["SecondFactorEnrollment"];
                    };
                };
            };
        };
    };
    createSignInOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "public_key": {
                     *           "challenge": "string",
                     *           "rpId": "string"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            public_key: components["schemas"]["PublicKeyCredentialRequestOptions"];
                        };
                    };
                };
            };
        };
    };
    signInWithPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["SignInWithPasskeyBody"];
                "application/x-www-form-urlencoded": components["schemas"]["SignInWithPasskeyBody"];
                "application/json": components["schemas"]["SignInWithPasskeyBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "refresh": "def50200a1b2c3…",
                     *       "access": "eyJhbGciOiJFUzI1NiJ9.…"
                     *     }
                     */
                    "application/json": components["schemas"]["TokenPair"];
                };
            };
        };
    };
    getSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "enabled": true,
                     *         "enabled_at": "2026-01-31T09:30:00.000Z",
                     *         "recovery_codes_left": 0,
                     *         "required": true,
                     *         "required_from": "2026-01-31T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["SecondFactor"];
                    };
                };
            };
        };
    };
    enrollSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": components["schemas"]["ProofBody"];
                "application/x-www-form-urlencoded": components["schemas"]["ProofBody"];
                "application/json": components["schemas"]["ProofBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                     *         "otpauth_uri": "otpauth://totp/Acme:ada?issuer=Acme&secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30",
                     *         "expires_at": "2026-01-31T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["SecondFactorEnrollment"];
                    };
                };
            };
        };
    };
    confirmSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ConfirmSecondFactorBody"];
                "application/x-www-form-urlencoded": components["schemas"]["ConfirmSecondFactorBody"];
                "application/json": components["schemas"]["ConfirmSecondFactorBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "recovery_codes": [
                     *           "7m2k-q9wd-4xzr-h3tn"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @description Ten codes, each valid once instead of an authenticator code. They are not shown again. */
                            recovery_codes: string[];
                        };
                    };
                };
            };
        };
    };
    createRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": components["schemas"]["ProofBody"];
                "application/x-www-form-urlencoded": components["schemas"]["ProofBody"];
                "application/json": components["schemas"]["ProofBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "recovery_codes": [
                     *           "7m2k-q9wd-4xzr-h3tn"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @description Ten codes, each valid once instead of an authenticator code. They are not shown again. */
                            recovery_codes: string[];
                        };
                    };
                };
            };
        };
    };
    removeSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": components["schemas"]["ProofBody"];
                "application/x-www-form-urlencoded": components["schemas"]["ProofBody"];
                "application/json": components["schemas"]["ProofBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                        };
                    };
                };
            };
        };
    };
    createPasskeyOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": components["schemas"]["ProofBody"];
                "application/x-www-form-urlencoded": components["schemas"]["ProofBody"];
                "application/json": components["schemas"]["ProofBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "public_key": {
                     *           "challenge": "string"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            public_key: components["schemas"]["PublicKeyCredentialCreationOptions"];
                        };
                    };
                };
            };
        };
    };
    listPasskeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "passkeys": [
                     *           {
                     *             "id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                     *             "name": "Work laptop",
                     *             "authenticator": "iCloud Keychain",
                     *             "backed_up": true,
                     *             "created_at": "2026-01-31T09:30:00.000Z",
                     *             "last_used_at": "2026-01-31T09:30:00.000Z"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            passkeys: components["schemas"]["Passkey"][];
                        };
                    };
                };
            };
        };
    };
    registerPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["RegisterPasskeyBody"];
                "application/x-www-form-urlencoded": components["schemas"]["RegisterPasskeyBody"];
                "application/json": components["schemas"]["RegisterPasskeyBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "passkey": {
                     *           "id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                     *           "name": "Work laptop",
                     *           "authenticator": "iCloud Keychain",
                     *           "backed_up": true,
                     *           "created_at": "2026-01-31T09:30:00.000Z",
                     *           "last_used_at": "2026-01-31T09:30:00.000Z"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            passkey: components["schemas"]["Passkey"];
                        };
                    };
                };
            };
        };
    };
    renamePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `id` of the list of passkeys.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["RenamePasskeyBody"];
                "application/x-www-form-urlencoded": components["schemas"]["RenamePasskeyBody"];
                "application/json": components["schemas"]["RenamePasskeyBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                        };
                    };
                };
            };
        };
    };
    removePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `id` of the list of passkeys.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": components["schemas"]["ProofBody"];
                "application/x-www-form-urlencoded": components["schemas"]["ProofBody"];
                "application/json": components["schemas"]["ProofBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                        };
                    };
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "sessions": [
                     *           {
                     *             "id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                     *             "current": true,
                     *             "application": "Shop",
                     *             "provider": "Acme Login",
                     *             "timezone": "Europe/Madrid",
                     *             "country_code": "ES",
                     *             "address": "203.0.113.7",
                     *             "user_agent": "string",
                     *             "device": {
                     *               "browser": "Firefox",
                     *               "os": "Windows",
                     *               "kind": "desktop"
                     *             },
                     *             "created_at": "2026-01-31T09:30:00.000Z",
                     *             "last_seen_at": "2026-01-31T09:30:00.000Z"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            sessions: components["schemas"]["Session"][];
                        };
                    };
                };
            };
        };
    };
    endOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true,
                     *         "ended": 0
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                            /**
                             * Format: int64
                             * @description Number of sessions that ended.
                             */
                            ended: number;
                        };
                    };
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `id` of the list of sessions.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                        };
                    };
                };
            };
        };
    };
    listActivity: {
        parameters: {
            query?: {
                /** @description `next` of the previous response; if absent, returns the newest events. */
                before?: string;
                /** @description Maximum number of events; values above 100 count as 100. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "activity": [
                     *           {
                     *             "id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                     *             "at": "2026-01-31T09:30:00.000Z",
                     *             "action": "session.started",
                     *             "by": "person",
                     *             "fields": [
                     *               "string"
                     *             ],
                     *             "application": "Shop",
                     *             "provider": "Acme Login",
                     *             "timezone": "Europe/Madrid",
                     *             "country_code": "ES",
                     *             "address": "203.0.113.7",
                     *             "device": {
                     *               "browser": "Firefox",
                     *               "os": "Windows",
                     *               "kind": "desktop"
                     *             }
                     *           }
                     *         ],
                     *         "next": "string"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            activity: components["schemas"]["Activity"][];
                            /** @description Value of `before` for older events; null if there are none. */
                            next: string | null;
                        };
                    };
                };
            };
        };
    };
    exportAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
        };
    };
    deleteAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": components["schemas"]["ProofBody"];
                "application/x-www-form-urlencoded": components["schemas"]["ProofBody"];
                "application/json": components["schemas"]["ProofBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "delete_at": "2026-01-31T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /**
                             * Format: date-time
                             * @description When the account is removed.
                             */
                            delete_at: string;
                        };
                    };
                };
            };
        };
    };
    cancelAccountDeletion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "success": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @constant */
                            success: true;
                        };
                    };
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description `next` of the previous response. `latest` returns no events, and as `next` the end of the feed: take it before you first read people, then follow what changes. If absent, the feed begins with its oldest event, up to 30 days ago. */
                after?: string;
                /** @description Maximum number of events; values above 1000 count as 1000. */
                limit?: number;
                /** @description Seconds to wait if there are no events; values above 30 count as 30. The response comes as soon as something happens. */
                wait?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "events": [
                     *           {
                     *             "id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5f",
                     *             "type": "user.created",
                     *             "timestamp": "2026-01-31T09:30:00.000Z",
                     *             "data": {
                     *               "user_id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                     *               "attributes": [
                     *                 "first_name",
                     *                 "timezone"
                     *               ],
                     *               "session_id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                     *               "application_id": "5b8f5a52-6a3c-4c43-8f0c-0a4f1f0b7d55"
                     *             }
                     *           }
                     *         ],
                     *         "next": "48213_0198c0de-7a44-7cc3-98a8-5b51c0bd1c5f"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            /** @description In order; events of one person are in the order of the changes. */
                            events: components["schemas"]["Event"][];
                            /**
                             * @description For `after` of the next request, also if there are no events.
                             * @example 48213_0198c0de-7a44-7cc3-98a8-5b51c0bd1c5f
                             */
                            next: string;
                        };
                    };
                };
            };
        };
    };
    getPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id, or `external_id:`, `username:` or `email:` and a value, percent-encoded (RFC 3986). An external id is what your application calls the person.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                     *         "external_id": "customer-4711",
                     *         "username": "ada",
                     *         "first_name": "Ada",
                     *         "last_name": "Lovelace",
                     *         "pronouns": "she/her",
                     *         "email": "ada@example.com",
                     *         "phone_number": "+33612345678",
                     *         "phone_code": "33",
                     *         "country_code": "FR",
                     *         "language": "fr",
                     *         "timezone": "Europe/Paris",
                     *         "currency": "EUR",
                     *         "attributes": {
                     *           "department": "sales",
                     *           "team_size": 5,
                     *           "newsletter": true,
                     *           "skills": [
                     *             "go",
                     *             "sql"
                     *           ],
                     *           "hometown": {
                     *             "locality": "Paris",
                     *             "region": "",
                     *             "country": "FR"
                     *           }
                     *         },
                     *         "email_verified": true,
                     *         "phone_verified": true,
                     *         "status": "active",
                     *         "is_frozen": true,
                     *         "has_picture": true,
                     *         "picture": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         },
                     *         "delete_at": "2026-01-31T09:30:00.000Z",
                     *         "created_at": "2026-01-31T09:30:00.000Z",
                     *         "updated_at": "2026-01-31T09:30:00.000Z",
                     *         "version": 7
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["Person"];
                    };
                };
            };
        };
    };
    deletePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id, or `external_id:`, `username:` or `email:` and a value, percent-encoded (RFC 3986). An external id is what your application calls the person.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                     *         "deleted": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["PersonDeleted"];
                    };
                };
            };
        };
    };
    updatePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id, or `external_id:`, `username:` or `email:` and a value, percent-encoded (RFC 3986). An external id is what your application calls the person.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["UpdatePersonBody"];
                "application/x-www-form-urlencoded": components["schemas"]["UpdatePersonBody"];
                "application/json": components["schemas"]["UpdatePersonBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                     *         "external_id": "customer-4711",
                     *         "username": "ada",
                     *         "first_name": "Ada",
                     *         "last_name": "Lovelace",
                     *         "pronouns": "she/her",
                     *         "email": "ada@example.com",
                     *         "phone_number": "+33612345678",
                     *         "phone_code": "33",
                     *         "country_code": "FR",
                     *         "language": "fr",
                     *         "timezone": "Europe/Paris",
                     *         "currency": "EUR",
                     *         "attributes": {
                     *           "department": "sales",
                     *           "team_size": 5,
                     *           "newsletter": true,
                     *           "skills": [
                     *             "go",
                     *             "sql"
                     *           ],
                     *           "hometown": {
                     *             "locality": "Paris",
                     *             "region": "",
                     *             "country": "FR"
                     *           }
                     *         },
                     *         "email_verified": true,
                     *         "phone_verified": true,
                     *         "status": "active",
                     *         "is_frozen": true,
                     *         "has_picture": true,
                     *         "picture": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         },
                     *         "delete_at": "2026-01-31T09:30:00.000Z",
                     *         "created_at": "2026-01-31T09:30:00.000Z",
                     *         "updated_at": "2026-01-31T09:30:00.000Z",
                     *         "version": 7
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["Person"];
                    };
                };
            };
        };
    };
    listPeople: {
        parameters: {
            query?: {
                /**
                 * @description The beginning of a user name, an address, a first or last name, or of both names with a space. Case does not matter, nor do accents in names.
                 * @example ada lov
                 */
                search?: string;
                /** @description Only people who can sign in, or only those who cannot. A page of active people may have fewer than `limit`; read on as long as there is a `next`. `disabled` cannot be combined with other filters. */
                status?: "active" | "disabled";
                /** @description Only people who were changed at this instant or later, in order of change. Cannot be combined with `search` or `status`. */
                updated_since?: string;
                /**
                 * @description Only people who have this value of a declared attribute: its name, a colon and the value. The declaration must be searchable. Case does not matter. It can be combined with `status=active` alone.
                 * @example department:sales
                 */
                attribute?: string;
                /** @description Number of people on a page. */
                limit?: number;
                /** @description `next` of the previous page. It contains the filters, so no others are needed. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "people": [
                     *           {
                     *             "id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                     *             "external_id": "customer-4711",
                     *             "username": "ada",
                     *             "first_name": "Ada",
                     *             "last_name": "Lovelace",
                     *             "pronouns": "she/her",
                     *             "email": "ada@example.com",
                     *             "phone_number": "+33612345678",
                     *             "phone_code": "33",
                     *             "country_code": "FR",
                     *             "language": "fr",
                     *             "timezone": "Europe/Paris",
                     *             "currency": "EUR",
                     *             "attributes": {
                     *               "department": "sales",
                     *               "team_size": 5,
                     *               "newsletter": true,
                     *               "skills": [
                     *                 "go",
                     *                 "sql"
                     *               ],
                     *               "hometown": {
                     *                 "locality": "Paris",
                     *                 "region": "",
                     *                 "country": "FR"
                     *               }
                     *             },
                     *             "email_verified": true,
                     *             "phone_verified": true,
                     *             "status": "active",
                     *             "is_frozen": true,
                     *             "has_picture": true,
                     *             "picture": {
                     *               "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *               "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *             },
                     *             "delete_at": "2026-01-31T09:30:00.000Z",
                     *             "created_at": "2026-01-31T09:30:00.000Z",
                     *             "updated_at": "2026-01-31T09:30:00.000Z",
                     *             "version": 7
                     *           }
                     *         ],
                     *         "next": "string"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["PeoplePage"];
                    };
                };
            };
        };
    };
    createPerson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["CreatePersonBody"];
                "application/x-www-form-urlencoded": components["schemas"]["CreatePersonBody"];
                "application/json": components["schemas"]["CreatePersonBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                     *         "external_id": "customer-4711",
                     *         "username": "ada",
                     *         "first_name": "Ada",
                     *         "last_name": "Lovelace",
                     *         "pronouns": "she/her",
                     *         "email": "ada@example.com",
                     *         "phone_number": "+33612345678",
                     *         "phone_code": "33",
                     *         "country_code": "FR",
                     *         "language": "fr",
                     *         "timezone": "Europe/Paris",
                     *         "currency": "EUR",
                     *         "attributes": {
                     *           "department": "sales",
                     *           "team_size": 5,
                     *           "newsletter": true,
                     *           "skills": [
                     *             "go",
                     *             "sql"
                     *           ],
                     *           "hometown": {
                     *             "locality": "Paris",
                     *             "region": "",
                     *             "country": "FR"
                     *           }
                     *         },
                     *         "email_verified": true,
                     *         "phone_verified": true,
                     *         "status": "active",
                     *         "is_frozen": true,
                     *         "has_picture": true,
                     *         "picture": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         },
                     *         "delete_at": "2026-01-31T09:30:00.000Z",
                     *         "created_at": "2026-01-31T09:30:00.000Z",
                     *         "updated_at": "2026-01-31T09:30:00.000Z",
                     *         "version": 7
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["Person"];
                    };
                };
            };
        };
    };
    disablePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id, or `external_id:`, `username:` or `email:` and a value, percent-encoded (RFC 3986). An external id is what your application calls the person.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                     *         "external_id": "customer-4711",
                     *         "username": "ada",
                     *         "first_name": "Ada",
                     *         "last_name": "Lovelace",
                     *         "pronouns": "she/her",
                     *         "email": "ada@example.com",
                     *         "phone_number": "+33612345678",
                     *         "phone_code": "33",
                     *         "country_code": "FR",
                     *         "language": "fr",
                     *         "timezone": "Europe/Paris",
                     *         "currency": "EUR",
                     *         "attributes": {
                     *           "department": "sales",
                     *           "team_size": 5,
                     *           "newsletter": true,
                     *           "skills": [
                     *             "go",
                     *             "sql"
                     *           ],
                     *           "hometown": {
                     *             "locality": "Paris",
                     *             "region": "",
                     *             "country": "FR"
                     *           }
                     *         },
                     *         "email_verified": true,
                     *         "phone_verified": true,
                     *         "status": "active",
                     *         "is_frozen": true,
                     *         "has_picture": true,
                     *         "picture": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         },
                     *         "delete_at": "2026-01-31T09:30:00.000Z",
                     *         "created_at": "2026-01-31T09:30:00.000Z",
                     *         "updated_at": "2026-01-31T09:30:00.000Z",
                     *         "version": 7
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["Person"];
                    };
                };
            };
        };
    };
    enablePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id, or `external_id:`, `username:` or `email:` and a value, percent-encoded (RFC 3986). An external id is what your application calls the person.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                     *         "external_id": "customer-4711",
                     *         "username": "ada",
                     *         "first_name": "Ada",
                     *         "last_name": "Lovelace",
                     *         "pronouns": "she/her",
                     *         "email": "ada@example.com",
                     *         "phone_number": "+33612345678",
                     *         "phone_code": "33",
                     *         "country_code": "FR",
                     *         "language": "fr",
                     *         "timezone": "Europe/Paris",
                     *         "currency": "EUR",
                     *         "attributes": {
                     *           "department": "sales",
                     *           "team_size": 5,
                     *           "newsletter": true,
                     *           "skills": [
                     *             "go",
                     *             "sql"
                     *           ],
                     *           "hometown": {
                     *             "locality": "Paris",
                     *             "region": "",
                     *             "country": "FR"
                     *           }
                     *         },
                     *         "email_verified": true,
                     *         "phone_verified": true,
                     *         "status": "active",
                     *         "is_frozen": true,
                     *         "has_picture": true,
                     *         "picture": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         },
                     *         "delete_at": "2026-01-31T09:30:00.000Z",
                     *         "created_at": "2026-01-31T09:30:00.000Z",
                     *         "updated_at": "2026-01-31T09:30:00.000Z",
                     *         "version": 7
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["Person"];
                    };
                };
            };
        };
    };
    invitePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id, or `external_id:`, `username:` or `email:` and a value, percent-encoded (RFC 3986). An external id is what your application calls the person.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "token_checksum": "q0Yk3n0bJz5b1VbO2m3Kz8xv9Qe7yPq5T1sLr4uWc6A",
                     *         "expires_at": "2026-01-31T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["Invitation"];
                    };
                };
            };
        };
    };
    uploadPersonPicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id, or `external_id:`, `username:` or `email:` and a value, percent-encoded (RFC 3986). An external id is what your application calls the person.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["UploadProfileImageBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                     *         "external_id": "customer-4711",
                     *         "username": "ada",
                     *         "first_name": "Ada",
                     *         "last_name": "Lovelace",
                     *         "pronouns": "she/her",
                     *         "email": "ada@example.com",
                     *         "phone_number": "+33612345678",
                     *         "phone_code": "33",
                     *         "country_code": "FR",
                     *         "language": "fr",
                     *         "timezone": "Europe/Paris",
                     *         "currency": "EUR",
                     *         "attributes": {
                     *           "department": "sales",
                     *           "team_size": 5,
                     *           "newsletter": true,
                     *           "skills": [
                     *             "go",
                     *             "sql"
                     *           ],
                     *           "hometown": {
                     *             "locality": "Paris",
                     *             "region": "",
                     *             "country": "FR"
                     *           }
                     *         },
                     *         "email_verified": true,
                     *         "phone_verified": true,
                     *         "status": "active",
                     *         "is_frozen": true,
                     *         "has_picture": true,
                     *         "picture": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         },
                     *         "delete_at": "2026-01-31T09:30:00.000Z",
                     *         "created_at": "2026-01-31T09:30:00.000Z",
                     *         "updated_at": "2026-01-31T09:30:00.000Z",
                     *         "version": 7
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["Person"];
                    };
                };
            };
        };
    };
    removePersonPicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id, or `external_id:`, `username:` or `email:` and a value, percent-encoded (RFC 3986). An external id is what your application calls the person.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                     *         "external_id": "customer-4711",
                     *         "username": "ada",
                     *         "first_name": "Ada",
                     *         "last_name": "Lovelace",
                     *         "pronouns": "she/her",
                     *         "email": "ada@example.com",
                     *         "phone_number": "+33612345678",
                     *         "phone_code": "33",
                     *         "country_code": "FR",
                     *         "language": "fr",
                     *         "timezone": "Europe/Paris",
                     *         "currency": "EUR",
                     *         "attributes": {
                     *           "department": "sales",
                     *           "team_size": 5,
                     *           "newsletter": true,
                     *           "skills": [
                     *             "go",
                     *             "sql"
                     *           ],
                     *           "hometown": {
                     *             "locality": "Paris",
                     *             "region": "",
                     *             "country": "FR"
                     *           }
                     *         },
                     *         "email_verified": true,
                     *         "phone_verified": true,
                     *         "status": "active",
                     *         "is_frozen": true,
                     *         "has_picture": true,
                     *         "picture": {
                     *           "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *           "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *         },
                     *         "delete_at": "2026-01-31T09:30:00.000Z",
                     *         "created_at": "2026-01-31T09:30:00.000Z",
                     *         "updated_at": "2026-01-31T09:30:00.000Z",
                     *         "version": 7
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["Person"];
                    };
                };
            };
        };
    };
    endPersonSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id, or `external_id:`, `username:` or `email:` and a value, percent-encoded (RFC 3986). An external id is what your application calls the person.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "sessions_ended": 0
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["PersonSessionsEnded"];
                    };
                };
            };
        };
    };
    getPrivateData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id, or `external_id:`, `username:` or `email:` and a value, percent-encoded (RFC 3986). An external id is what your application calls the person.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "plan": "gold",
                     *         "seats": 3,
                     *         "flags": {
                     *           "beta": true
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["PrivateData"];
                    };
                };
            };
        };
    };
    replacePrivateData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id, or `external_id:`, `username:` or `email:` and a value, percent-encoded (RFC 3986). An external id is what your application calls the person.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplacePrivateDataBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "plan": "gold",
                     *         "seats": 3,
                     *         "flags": {
                     *           "beta": true
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["PrivateData"];
                    };
                };
            };
        };
    };
    deletePrivateData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id, or `external_id:`, `username:` or `email:` and a value, percent-encoded (RFC 3986). An external id is what your application calls the person.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "plan": "gold",
                     *         "seats": 3,
                     *         "flags": {
                     *           "beta": true
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["PrivateData"];
                    };
                };
            };
        };
    };
    updatePrivateData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id, or `external_id:`, `username:` or `email:` and a value, percent-encoded (RFC 3986). An external id is what your application calls the person.
                 * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                 */
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/merge-patch+json": components["schemas"]["UpdatePrivateDataBody"];
                "application/json": components["schemas"]["UpdatePrivateDataBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "plan": "gold",
                     *         "seats": 3,
                     *         "flags": {
                     *           "beta": true
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["PrivateData"];
                    };
                };
            };
        };
    };
    lookUpCards: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": components["schemas"]["LookUpCardsBody"];
                "application/x-www-form-urlencoded": components["schemas"]["LookUpCardsBody"];
                "application/json": components["schemas"]["LookUpCardsBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "cards": [
                     *           {
                     *             "id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                     *             "external_id": "customer-4711",
                     *             "display_name": "Ada Lovelace",
                     *             "picture": {
                     *               "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *               "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *             },
                     *             "attributes": {
                     *               "department": "sales",
                     *               "team_size": 5,
                     *               "newsletter": true,
                     *               "skills": [
                     *                 "go",
                     *                 "sql"
                     *               ],
                     *               "hometown": {
                     *                 "locality": "Paris",
                     *                 "region": "",
                     *                 "country": "FR"
                     *               }
                     *             },
                     *             "version": 7
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["Cards"];
                    };
                };
            };
        };
    };
    listCards: {
        parameters: {
            query: {
                /**
                 * @description The id of a person; may be repeated.
                 * @example [
                 *       "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11"
                 *     ]
                 */
                id: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status_code": 200,
                     *       "errors": {},
                     *       "data": {
                     *         "cards": [
                     *           {
                     *             "id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                     *             "external_id": "customer-4711",
                     *             "display_name": "Ada Lovelace",
                     *             "picture": {
                     *               "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
                     *               "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
                     *             },
                     *             "attributes": {
                     *               "department": "sales",
                     *               "team_size": 5,
                     *               "newsletter": true,
                     *               "skills": [
                     *                 "go",
                     *                 "sql"
                     *               ],
                     *               "hometown": {
                     *                 "locality": "Paris",
                     *                 "region": "",
                     *                 "country": "FR"
                     *               }
                     *             },
                     *             "version": 7
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: components["schemas"]["Cards"];
                    };
                };
            };
        };
    };
    userCreated: {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt: ignore one that you have seen. */
                "webhook-id": string;
                /** @description When this attempt was signed, in seconds since the Unix epoch. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of id, timestamp and body, joined by `.`, in base64; during a rotation one for each secret, separated by spaces (Standard Webhooks 1.0). */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "user.created",
                 *       "timestamp": "2026-01-31T09:30:00.000Z",
                 *       "data": {
                 *         "user_id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *         "card": {
                 *           "id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *           "display_name": "Ada Lovelace",
                 *           "picture": {
                 *             "512": "https://id.example.com/pictures/0198c0de/512"
                 *           },
                 *           "attributes": {
                 *             "title": "Dr."
                 *           },
                 *           "version": 1
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "user.created";
                    /**
                     * Format: date-time
                     * @description When it happened, not when it is sent.
                     */
                    timestamp: string;
                    data: {
                        /** @example 0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e */
                        user_id: string;
                        /** @description If the endpoint asks for it: the person as of now; null if they are gone. */
                        card?: components["schemas"]["EventCard"] | null;
                    };
                };
            };
        };
        responses: {
            /** @description You want no more events: the endpoint is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description You have stored the event. Answer within 15 seconds; the body is ignored. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The event is sent again, for three days. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    userUpdated: {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt: ignore one that you have seen. */
                "webhook-id": string;
                /** @description When this attempt was signed, in seconds since the Unix epoch. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of id, timestamp and body, joined by `.`, in base64; during a rotation one for each secret, separated by spaces (Standard Webhooks 1.0). */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "user.updated",
                 *       "timestamp": "2026-01-31T09:30:00.000Z",
                 *       "data": {
                 *         "user_id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *         "attributes": [
                 *           "first_name",
                 *           "timezone"
                 *         ],
                 *         "card": {
                 *           "id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *           "display_name": "Ada Lovelace",
                 *           "picture": {
                 *             "512": "https://id.example.com/pictures/0198c0de/512"
                 *           },
                 *           "attributes": {
                 *             "title": "Dr."
                 *           },
                 *           "version": 1
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "user.updated";
                    /**
                     * Format: date-time
                     * @description When it happened, not when it is sent.
                     */
                    timestamp: string;
                    data: {
                        /** @example 0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e */
                        user_id: string;
                        /**
                         * @description With `user.updated`: names of the changed attributes.
                         * @example [
                         *       "first_name",
                         *       "timezone"
                         *     ]
                         */
                        attributes: string[];
                        /** @description If the endpoint asks for it: the person as of now; null if they are gone. */
                        card?: components["schemas"]["EventCard"] | null;
                    };
                };
            };
        };
        responses: {
            /** @description You want no more events: the endpoint is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description You have stored the event. Answer within 15 seconds; the body is ignored. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The event is sent again, for three days. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    emailChanged: {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt: ignore one that you have seen. */
                "webhook-id": string;
                /** @description When this attempt was signed, in seconds since the Unix epoch. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of id, timestamp and body, joined by `.`, in base64; during a rotation one for each secret, separated by spaces (Standard Webhooks 1.0). */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "email.changed",
                 *       "timestamp": "2026-01-31T09:30:00.000Z",
                 *       "data": {
                 *         "user_id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *         "card": {
                 *           "id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *           "display_name": "Ada Lovelace",
                 *           "picture": {
                 *             "512": "https://id.example.com/pictures/0198c0de/512"
                 *           },
                 *           "attributes": {
                 *             "title": "Dr."
                 *           },
                 *           "version": 1
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "email.changed";
                    /**
                     * Format: date-time
                     * @description When it happened, not when it is sent.
                     */
                    timestamp: string;
                    data: {
                        /** @example 0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e */
                        user_id: string;
                        /** @description If the endpoint asks for it: the person as of now; null if they are gone. */
                        card?: components["schemas"]["EventCard"] | null;
                    };
                };
            };
        };
        responses: {
            /** @description You want no more events: the endpoint is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description You have stored the event. Answer within 15 seconds; the body is ignored. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The event is sent again, for three days. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    pictureChanged: {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt: ignore one that you have seen. */
                "webhook-id": string;
                /** @description When this attempt was signed, in seconds since the Unix epoch. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of id, timestamp and body, joined by `.`, in base64; during a rotation one for each secret, separated by spaces (Standard Webhooks 1.0). */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "picture.changed",
                 *       "timestamp": "2026-01-31T09:30:00.000Z",
                 *       "data": {
                 *         "user_id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *         "card": {
                 *           "id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *           "display_name": "Ada Lovelace",
                 *           "picture": {
                 *             "512": "https://id.example.com/pictures/0198c0de/512"
                 *           },
                 *           "attributes": {
                 *             "title": "Dr."
                 *           },
                 *           "version": 1
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "picture.changed";
                    /**
                     * Format: date-time
                     * @description When it happened, not when it is sent.
                     */
                    timestamp: string;
                    data: {
                        /** @example 0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e */
                        user_id: string;
                        /** @description If the endpoint asks for it: the person as of now; null if they are gone. */
                        card?: components["schemas"]["EventCard"] | null;
                    };
                };
            };
        };
        responses: {
            /** @description You want no more events: the endpoint is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description You have stored the event. Answer within 15 seconds; the body is ignored. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The event is sent again, for three days. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    userDisabled: {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt: ignore one that you have seen. */
                "webhook-id": string;
                /** @description When this attempt was signed, in seconds since the Unix epoch. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of id, timestamp and body, joined by `.`, in base64; during a rotation one for each secret, separated by spaces (Standard Webhooks 1.0). */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "user.disabled",
                 *       "timestamp": "2026-01-31T09:30:00.000Z",
                 *       "data": {
                 *         "user_id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *         "card": {
                 *           "id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *           "display_name": "Ada Lovelace",
                 *           "picture": {
                 *             "512": "https://id.example.com/pictures/0198c0de/512"
                 *           },
                 *           "attributes": {
                 *             "title": "Dr."
                 *           },
                 *           "version": 1
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "user.disabled";
                    /**
                     * Format: date-time
                     * @description When it happened, not when it is sent.
                     */
                    timestamp: string;
                    data: {
                        /** @example 0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e */
                        user_id: string;
                        /** @description If the endpoint asks for it: the person as of now; null if they are gone. */
                        card?: components["schemas"]["EventCard"] | null;
                    };
                };
            };
        };
        responses: {
            /** @description You want no more events: the endpoint is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description You have stored the event. Answer within 15 seconds; the body is ignored. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The event is sent again, for three days. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    userEnabled: {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt: ignore one that you have seen. */
                "webhook-id": string;
                /** @description When this attempt was signed, in seconds since the Unix epoch. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of id, timestamp and body, joined by `.`, in base64; during a rotation one for each secret, separated by spaces (Standard Webhooks 1.0). */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "user.enabled",
                 *       "timestamp": "2026-01-31T09:30:00.000Z",
                 *       "data": {
                 *         "user_id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *         "card": {
                 *           "id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *           "display_name": "Ada Lovelace",
                 *           "picture": {
                 *             "512": "https://id.example.com/pictures/0198c0de/512"
                 *           },
                 *           "attributes": {
                 *             "title": "Dr."
                 *           },
                 *           "version": 1
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "user.enabled";
                    /**
                     * Format: date-time
                     * @description When it happened, not when it is sent.
                     */
                    timestamp: string;
                    data: {
                        /** @example 0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e */
                        user_id: string;
                        /** @description If the endpoint asks for it: the person as of now; null if they are gone. */
                        card?: components["schemas"]["EventCard"] | null;
                    };
                };
            };
        };
        responses: {
            /** @description You want no more events: the endpoint is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description You have stored the event. Answer within 15 seconds; the body is ignored. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The event is sent again, for three days. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    userDeletionRequested: {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt: ignore one that you have seen. */
                "webhook-id": string;
                /** @description When this attempt was signed, in seconds since the Unix epoch. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of id, timestamp and body, joined by `.`, in base64; during a rotation one for each secret, separated by spaces (Standard Webhooks 1.0). */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "user.deletion_requested",
                 *       "timestamp": "2026-01-31T09:30:00.000Z",
                 *       "data": {
                 *         "user_id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *         "card": {
                 *           "id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *           "display_name": "Ada Lovelace",
                 *           "picture": {
                 *             "512": "https://id.example.com/pictures/0198c0de/512"
                 *           },
                 *           "attributes": {
                 *             "title": "Dr."
                 *           },
                 *           "version": 1
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "user.deletion_requested";
                    /**
                     * Format: date-time
                     * @description When it happened, not when it is sent.
                     */
                    timestamp: string;
                    data: {
                        /** @example 0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e */
                        user_id: string;
                        /** @description If the endpoint asks for it: the person as of now; null if they are gone. */
                        card?: components["schemas"]["EventCard"] | null;
                    };
                };
            };
        };
        responses: {
            /** @description You want no more events: the endpoint is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description You have stored the event. Answer within 15 seconds; the body is ignored. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The event is sent again, for three days. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    userDeletionCancelled: {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt: ignore one that you have seen. */
                "webhook-id": string;
                /** @description When this attempt was signed, in seconds since the Unix epoch. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of id, timestamp and body, joined by `.`, in base64; during a rotation one for each secret, separated by spaces (Standard Webhooks 1.0). */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "user.deletion_cancelled",
                 *       "timestamp": "2026-01-31T09:30:00.000Z",
                 *       "data": {
                 *         "user_id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *         "card": {
                 *           "id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *           "display_name": "Ada Lovelace",
                 *           "picture": {
                 *             "512": "https://id.example.com/pictures/0198c0de/512"
                 *           },
                 *           "attributes": {
                 *             "title": "Dr."
                 *           },
                 *           "version": 1
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "user.deletion_cancelled";
                    /**
                     * Format: date-time
                     * @description When it happened, not when it is sent.
                     */
                    timestamp: string;
                    data: {
                        /** @example 0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e */
                        user_id: string;
                        /** @description If the endpoint asks for it: the person as of now; null if they are gone. */
                        card?: components["schemas"]["EventCard"] | null;
                    };
                };
            };
        };
        responses: {
            /** @description You want no more events: the endpoint is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description You have stored the event. Answer within 15 seconds; the body is ignored. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The event is sent again, for three days. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    userDeleted: {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt: ignore one that you have seen. */
                "webhook-id": string;
                /** @description When this attempt was signed, in seconds since the Unix epoch. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of id, timestamp and body, joined by `.`, in base64; during a rotation one for each secret, separated by spaces (Standard Webhooks 1.0). */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "user.deleted",
                 *       "timestamp": "2026-01-31T09:30:00.000Z",
                 *       "data": {
                 *         "user_id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *         "card": {
                 *           "id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *           "display_name": "Ada Lovelace",
                 *           "picture": {
                 *             "512": "https://id.example.com/pictures/0198c0de/512"
                 *           },
                 *           "attributes": {
                 *             "title": "Dr."
                 *           },
                 *           "version": 1
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "user.deleted";
                    /**
                     * Format: date-time
                     * @description When it happened, not when it is sent.
                     */
                    timestamp: string;
                    data: {
                        /** @example 0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e */
                        user_id: string;
                        /** @description If the endpoint asks for it: the person as of now; null if they are gone. */
                        card?: components["schemas"]["EventCard"] | null;
                    };
                };
            };
        };
        responses: {
            /** @description You want no more events: the endpoint is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description You have stored the event. Answer within 15 seconds; the body is ignored. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The event is sent again, for three days. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sessionStarted: {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt: ignore one that you have seen. */
                "webhook-id": string;
                /** @description When this attempt was signed, in seconds since the Unix epoch. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of id, timestamp and body, joined by `.`, in base64; during a rotation one for each secret, separated by spaces (Standard Webhooks 1.0). */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "session.started",
                 *       "timestamp": "2026-01-31T09:30:00.000Z",
                 *       "data": {
                 *         "user_id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *         "session_id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                 *         "application_id": "5b8f5a52-6a3c-4c43-8f0c-0a4f1f0b7d55",
                 *         "card": {
                 *           "id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *           "display_name": "Ada Lovelace",
                 *           "picture": {
                 *             "512": "https://id.example.com/pictures/0198c0de/512"
                 *           },
                 *           "attributes": {
                 *             "title": "Dr."
                 *           },
                 *           "version": 1
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "session.started";
                    /**
                     * Format: date-time
                     * @description When it happened, not when it is sent.
                     */
                    timestamp: string;
                    data: {
                        /** @example 0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e */
                        user_id: string;
                        /**
                         * @description With events of sessions; null if it is about several.
                         * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                         */
                        session_id: string | null;
                        /**
                         * @description With events of sessions: the application of the session.
                         * @example 5b8f5a52-6a3c-4c43-8f0c-0a4f1f0b7d55
                         */
                        application_id: string | null;
                        /** @description If the endpoint asks for it: the person as of now; null if they are gone. */
                        card?: components["schemas"]["EventCard"] | null;
                    };
                };
            };
        };
        responses: {
            /** @description You want no more events: the endpoint is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description You have stored the event. Answer within 15 seconds; the body is ignored. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The event is sent again, for three days. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sessionRevoked: {
        parameters: {
            query?: never;
            header: {
                /** @description Id of the event, the same at every attempt: ignore one that you have seen. */
                "webhook-id": string;
                /** @description When this attempt was signed, in seconds since the Unix epoch. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of id, timestamp and body, joined by `.`, in base64; during a rotation one for each secret, separated by spaces (Standard Webhooks 1.0). */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "session.revoked",
                 *       "timestamp": "2026-01-31T09:30:00.000Z",
                 *       "data": {
                 *         "user_id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *         "session_id": "0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11",
                 *         "application_id": "5b8f5a52-6a3c-4c43-8f0c-0a4f1f0b7d55",
                 *         "card": {
                 *           "id": "0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e",
                 *           "display_name": "Ada Lovelace",
                 *           "picture": {
                 *             "512": "https://id.example.com/pictures/0198c0de/512"
                 *           },
                 *           "attributes": {
                 *             "title": "Dr."
                 *           },
                 *           "version": 1
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    type: "session.revoked";
                    /**
                     * Format: date-time
                     * @description When it happened, not when it is sent.
                     */
                    timestamp: string;
                    data: {
                        /** @example 0198c0de-7a44-7cc3-98a8-5b51c0bd1c5e */
                        user_id: string;
                        /**
                         * @description With events of sessions; null if it is about several.
                         * @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11
                         */
                        session_id: string | null;
                        /**
                         * @description With events of sessions: the application of the session.
                         * @example 5b8f5a52-6a3c-4c43-8f0c-0a4f1f0b7d55
                         */
                        application_id: string | null;
                        /** @description If the endpoint asks for it: the person as of now; null if they are gone. */
                        card?: components["schemas"]["EventCard"] | null;
                    };
                };
            };
        };
        responses: {
            /** @description You want no more events: the endpoint is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description You have stored the event. Answer within 15 seconds; the body is ignored. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The event is sent again, for three days. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
