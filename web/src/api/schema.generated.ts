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
         * @description Where the person has a second factor, the answer is 401 `second_factor_required`, with `second_factor_ticket` at its top level for `user/login/second-factor/`.
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
         * Refresh the access token
         * @description Where the application rotates refresh tokens, the answer holds a new `refresh`, which takes the place of the one sent. If an answer is lost, or two tabs refresh at once, send the token that you have again: within 60 seconds of its first use (a setting of the operator, never below 30) it gets the newest token of the session. A later use ends the session, since somebody else may have the token. Where tokens are kept, `access` comes back alone. However often it is refreshed, a session ends after the days that the operator sets (90 unless set), and the least recently used one ends at the 51st sign-in of a person in the application.
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
        /** Sign out */
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
         * Prove anew who is signed in
         * @description Some calls need more than an access token: a sign-in or a proof that is at most five minutes old, or what the operator has set. Those answer 403 `recent_sign_in_required`; after this call, repeat them.
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
         * Options for a proof by passkey
         * @description For `navigator.credentials.get()`; its answer goes as `passkey` to `user/proof/`, or to the call itself, within five minutes.
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
         * Get profile details
         * @description Carries a strong `ETag`; `If-None-Match` gets 304.
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
         * Update profile details
         * @description A field that is absent stays as it is, one that is sent empty is cleared. `If-Match` with the `ETag` of the profile refuses a change of a profile that has changed since.
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
         * Update single profile details
         * @description The same update with nothing required.
         */
        patch: operations["patchProfile"];
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
         * Get profile image
         * @description Where it is, and what a new crop starts from.
         */
        get: operations["getProfileImage"];
        put?: never;
        /**
         * Upload profile image
         * @description Both addresses do the same. What counts as a picture is decided from the bytes alone.
         */
        post: operations["uploadProfileImage"];
        /**
         * Remove profile image
         * @description The generated picture shows again. The day’s allowance is not given back.
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
         * Get profile image
         * @description Where it is, and what a new crop starts from.
         */
        get: operations["getProfileImageAlias"];
        put?: never;
        /**
         * Upload profile image
         * @description Both addresses do the same. What counts as a picture is decided from the bytes alone.
         */
        post: operations["uploadProfileImageAlias"];
        /**
         * Remove profile image
         * @description The generated picture shows again. The day’s allowance is not given back.
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
         * Crop the profile image anew
         * @description Crops the kept picture; it gets new addresses and does not count against the allowance.
         */
        post: operations["cropProfileImage"];
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
         * @description What a person may choose from, named in the language of `Accept-Language`, else the stored one. Every code is accepted by the update, and no other.
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
         * Ask for the code for another e-mail address
         * @description Mails a 6-digit code, good for 10 minutes. A second request replaces the first. For the address that the person has already the code goes to it alone, and an update with this address, checksum and code verifies it. Where the operator wants it, needs a recent proof. `POST`, `PUT`, and `POST` with `X-METHODOVERRIDE: PUT` do the same.
         */
        put: operations["requestEmailCodeByPut"];
        /**
         * Ask for the code for another e-mail address
         * @description Mails a 6-digit code, good for 10 minutes. A second request replaces the first. For the address that the person has already the code goes to it alone, and an update with this address, checksum and code verifies it. Where the operator wants it, needs a recent proof. `POST`, `PUT`, and `POST` with `X-METHODOVERRIDE: PUT` do the same.
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
        /** Show the change of address that waits for its code, who gets codes, and what can be undone */
        get: operations["getEmailChange"];
        put?: never;
        post?: never;
        /**
         * Cancel the change of address
         * @description Its code ends. Where none waits, nothing happens.
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
         * Mail a new code for the change of address
         * @description Codes mailed before end; the checksum stays. 404 where no change waits. Counts as a code asked for.
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
         * End the time in which changes of address can be undone
         * @description For a person who leaves a mailbox that somebody else reads. The request itself must prove who asks; a recent sign-in does not count. Addresses that were kept are free, codes for a new password end, and a mail tells each address before. Where nothing can be undone, nothing happens.
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
         * @description Ends all other sessions of the person; this one goes on.
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
         * Ask for a code for a new password
         * @description The same answer for known and unknown addresses.
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
        /** Show the new password that waits before it takes effect */
        get: operations["getPasswordReset"];
        put?: never;
        /**
         * Choose a new password by a mailed code
         * @description Ends all sessions of the person. If the address of the account is less than 72 hours old, the code goes to the address before; then the password waits until `takes_effect_at`, and nothing else changes yet.
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
         * Stop the new password that waits
         * @description Ends codes for a new password too. The request itself must prove who asks: a session may be a stolen one, so a recent sign-in does not count. Where none waits, nothing else happens.
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
         * Complete a sign-in with a second factor
         * @description Where `user/login/` answers `second_factor_required`, with its ticket: good once, for five minutes and five codes, through the same application and from the same network.
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
         * @description Where `user/login/` answers `second_factor_enrollment_required`, with its ticket. The first code of the app completes the sign-in by `user/login/second-factor/`, which then answers recovery codes too.
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
         * Options for a sign-in with a passkey
         * @description For `navigator.credentials.get()`, by applications that have a registered origin on the domain of the passkeys. They can be answered once, within five minutes.
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
         * @description It counts as password and second factor.
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
        /** Show the second factor */
        get: operations["getSecondFactor"];
        put?: never;
        /**
         * Set up a second factor
         * @description Returns a seed for an authenticator app (TOTP, RFC 6238). It counts, in the place of the one before, once `user/second-factor/confirm/` has a code of it, within fifteen minutes.
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
         * Confirm the second factor by a first code
         * @description From then on a sign-in with the password asks for a code. Returns ten recovery codes.
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
         * Make new recovery codes
         * @description Those before are void.
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
         * @description With its recovery codes. Where the operator asks for one, it can only be replaced.
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
         * Options for a new passkey
         * @description For `navigator.credentials.create()`, by applications that have a registered origin on the domain of the passkeys. They can be answered once, within five minutes.
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
        /** List the passkeys */
        get: operations["listPasskeys"];
        put?: never;
        /**
         * Register a passkey
         * @description Without a name it is called as what keeps it, or as the device. A person can have 20.
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
        /** Rename a passkey */
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
         * @description It signs in no more. Sessions that it began go on.
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
         * List the sessions
         * @description Where the person is signed in, the last seen first, at most a hundred.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /**
         * End all other sessions
         * @description The one that asks goes on.
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
         * @description The one that asks may be ended too. 404 where it is not one of the person, or over.
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
         * List the activity
         * @description What happened with the account, the newest first, as long as the operator keeps it.
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
         * Download everything stored about the person
         * @description One ZIP: `profile.json`, the picture whole and as it is shown, and a text that explains it in the language of the person. At most five an hour.
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
         * Ask for the removal of the account
         * @description Needs the password, or a recent proof. The account is removed after the days of grace and works until then; all other sessions end, and a mail says so. Asked again, the answer is the same.
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
         * Keep the account after all
         * @description Where its removal was not asked for, nothing happens.
         */
        post: operations["cancelAccountDeletion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = object;
export interface components {
    schemas: {
        Failure: {
            /** Format: int32 */
            status_code: number;
            /** @description The published English text: per field a list, under `detail` one string. */
            errors: {
                [key: string]: string | string[];
            };
            data: object;
            error_type: string;
            /** @description Machine-readable, same keys and shape as `errors`. */
            error_codes: {
                [key: string]: string | string[];
            };
            /** @description In the reader's language, where it is not English. */
            error_messages?: {
                [key: string]: string | string[];
            };
            /** @description With `second_factor_required` and `second_factor_enrollment_required`: what the next step takes. */
            second_factor_ticket?: string;
            /** @description With `second_factor_enrollment_required`: the page on which people set one up. */
            enrollment_url?: string;
        };
        SignInBody: {
            /**
             * @description The user name, or, unless the operator has turned that off, the e-mail address of the person, proven or not. A user name wins over an address.
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
             * @description The present password.
             * @example correct horse battery staple
             */
            password?: string;
            /** @description Or: the present code of the authenticator app, or a recovery code. */
            second_factor_code?: string;
            /** @description Or: the answer of a passkey to the options of `user/proof/passkey/`: `AuthenticationResponseJSON`, which `PublicKeyCredential.toJSON()` gives. */
            passkey?: object;
        };
        PublicKeyCredentialRequestOptions: {
            challenge: string;
            rpId?: string;
        } & {
            [key: string]: unknown;
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
             * @description Absolute address of the picture.
             * @example https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512
             */
            ProfileImageUrl: string;
            /**
             * @description Absolute address by size: `32` to `1024` (square) and `original` (uncropped).
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
             * @description Which of `UserLocInfo` the person has chosen; the others are the defaults of the service.
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
             * @description Whether the person has proved to have the present address and number. What was imported or entered by the operator is not proven.
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
             * @description When the account is removed (ISO 8601), where the person asked for that; else empty.
             * @example
             */
            DeleteAt: string;
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
             * @description Another address than the stored one needs `token_checksum_field` and `token_field`.
             * @example ada@example.com
             */
            email: string;
            /**
             * @description 9 to 15 digits with an optional leading `+`; fewer where the country has them.
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
             * @description One language (BCP 47) out of Get Local Info.
             * @example fr
             */
            languages?: string;
            /**
             * @description One time zone (IANA) out of Get Local Info.
             * @example Europe/Paris
             */
            timezones?: string;
            /**
             * @description One currency (ISO 4217) out of Get Local Info.
             * @example EUR
             */
            currencies?: string;
            /** @description `token_checksum` of the answer that announced the code. */
            token_checksum_field?: string;
            /** @description The mailed code. */
            token_field?: string;
            /** @description The code mailed to the current address, where both must prove the change. */
            current_token_field?: string;
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
             * @description Another address than the stored one needs `token_checksum_field` and `token_field`.
             * @example ada@example.com
             */
            email?: string;
            /**
             * @description 9 to 15 digits with an optional leading `+`; fewer where the country has them.
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
             * @description One language (BCP 47) out of Get Local Info.
             * @example fr
             */
            languages?: string;
            /**
             * @description One time zone (IANA) out of Get Local Info.
             * @example Europe/Paris
             */
            timezones?: string;
            /**
             * @description One currency (ISO 4217) out of Get Local Info.
             * @example EUR
             */
            currencies?: string;
            /** @description `token_checksum` of the answer that announced the code. */
            token_checksum_field?: string;
            /** @description The mailed code. */
            token_field?: string;
            /** @description The code mailed to the current address, where both must prove the change. */
            current_token_field?: string;
        };
        UploadProfileImageBody: {
            /**
             * Format: binary
             * @description The picture: JPEG, PNG, WebP, GIF or AVIF.
             */
            image: string;
            /**
             * Format: binary
             * @description The part to show. Without it the service crops to the subject.
             */
            cropped_image?: string;
            /**
             * Format: int64
             * @description Left edge of the crop, in pixels of the upright picture.
             * @example 100
             */
            crop_x?: number;
            /**
             * Format: int64
             * @description Upper edge of the crop.
             * @example 100
             */
            crop_y?: number;
            /**
             * Format: int64
             * @description Width of the crop.
             * @example 100
             */
            crop_width?: number;
            /**
             * Format: int64
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
             * @description Absolute address of the picture.
             * @example https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512
             */
            ProfileImageUrl: string;
            /**
             * @description Absolute address by size: `32` to `1024` (square) and `original` (uncropped).
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
             * @description Absolute address of the picture.
             * @example https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/512
             */
            ProfileImageUrl: string;
            /**
             * @description Absolute address by size: `32` to `1024` (square) and `original` (uncropped).
             * @example {
             *       "64": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/64",
             *       "original": "https://id.example.com/pictures/3f2a9c0d5b7e41869a0c2d4e6f801357/original"
             *     }
             */
            ProfileImages: {
                [key: string]: string;
            };
            /** @description Null where the person has none and the generated one shows. */
            picture: {
                /**
                 * Format: int64
                 * @description Of the upright picture as it was uploaded, in pixels.
                 */
                width: number;
                /** Format: int64 */
                height: number;
                /** @description The shown square in those pixels; null where the client sent it as `cropped_image`. */
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
             * Format: int64
             * @description Left edge of the crop, in pixels of the upright picture.
             * @example 100
             */
            crop_x?: number;
            /**
             * Format: int64
             * @description Upper edge of the crop.
             * @example 100
             */
            crop_y?: number;
            /**
             * Format: int64
             * @description Width of the crop.
             * @example 100
             */
            crop_width?: number;
            /**
             * Format: int64
             * @description Height of the crop.
             * @example 100
             */
            crop_height?: number;
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
                 * @description How it is written.
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
                 * @description Minor units (ISO 4217): decimal places of an amount as it is accounted for.
                 * @example 2
                 */
                digits: number;
                /**
                 * Format: int64
                 * @description Decimal places that people write (CLDR), such as none of HUF.
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
                 * @description Calling code; empty where there is none.
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
             * @description When the codes were last asked for.
             */
            sent_at: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: int32 */
            tries_left: number;
        };
        EmailUndo: {
            /** @description The address before. */
            email: string;
            /** Format: date-time */
            until: string;
        };
        ChangePasswordBody: {
            /**
             * Format: password
             * @description The present password.
             * @example correct horse battery staple
             */
            old_password: string;
            /**
             * Format: password
             * @description 8 to 256 characters, any but NUL; neither common nor breached, no repetition or row of keys, and not made of the name or address of the person or the service.
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
            /** @description `token_checksum` of the answer that announced the code. */
            token_checksum_field: string;
            /** @description The mailed code: eight letters and digits, in any case, with or without the hyphen. */
            token_field: string;
            /**
             * Format: password
             * @description 8 to 256 characters, any but NUL; neither common nor breached, no repetition or row of keys, and not made of the name or address of the person or the service.
             * @example correct horse battery staple
             */
            new_password: string;
        };
        WaitingPassword: {
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description Give or take ten minutes.
             */
            takes_effect_at: string;
        };
        CompleteSignInBody: {
            /** @description `second_factor_ticket` of the answer to `user/login/`. */
            second_factor_ticket: string;
            /** @description The present code of the authenticator app, or a recovery code. Spaces and hyphens do not count. */
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
            /** @description Ten codes, each good once in the place of one of the app. They are not shown again. */
            recovery_codes?: string[];
        };
        EnrollSecondFactorAtSignInBody: {
            /** @description `second_factor_ticket` of the answer to `user/login/`. */
            second_factor_ticket: string;
        };
        SecondFactorEnrollment: {
            /**
             * @description The seed in base32, for typing.
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
             * @description Until when its first code is waited for.
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
            /** @description Since when it is asked for. */
            enabled_at: string | null;
            /**
             * Format: int32
             * @description Recovery codes that were not used.
             */
            recovery_codes_left: number;
            /** @description Whether the operator asks for one, now or from a date on. */
            required: boolean;
            /** @description From when on nobody signs in without one; null where it is not required, or at once. */
            required_from: string | null;
        };
        ConfirmSecondFactorBody: {
            /** @description The present code of the authenticator app. */
            code: string;
        };
        PublicKeyCredentialCreationOptions: {
            challenge: string;
        } & {
            [key: string]: unknown;
        };
        RegisterPasskeyBody: {
            /** @description `RegistrationResponseJSON`, which `PublicKeyCredential.toJSON()` gives; a form sends it as text. */
            credential: object;
            /**
             * @description What the person calls it.
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
             * @description What keeps it, where that is well known; empty otherwise.
             * @example iCloud Keychain
             */
            authenticator: string;
            /** @description Whether it is kept in more than one place. */
            backed_up: boolean;
            /** Format: date-time */
            created_at: string;
            last_used_at: string | null;
        };
        RenamePasskeyBody: {
            /**
             * @description What the person calls it.
             * @example Work laptop
             */
            name: string;
        };
        Session: {
            /** @example 0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11 */
            id: string;
            /** @description Whether this is the session that asks. */
            current: boolean;
            /**
             * @description Name of the application.
             * @example Shop
             */
            application: string;
            /** @description As sent at sign-in, cut to 255 characters. */
            user_agent: string;
            device: components["schemas"]["Device"];
            /**
             * @description IANA time zone that the client told at sign-in or refresh; empty where it told none.
             * @example Europe/Madrid
             */
            timezone: string;
            /**
             * @description ISO 3166-1 alpha-2 code of the country that keeps this time zone; empty where it is not one.
             * @example ES
             */
            country_code: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description The last sign-in or refresh: some ten minutes exact.
             */
            last_seen_at: string;
        };
        Device: {
            /**
             * @description Empty where it is no known browser.
             * @example Firefox
             */
            browser: string;
            /**
             * @description Empty where it is not known.
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
             * @description What happened; there may be more of them one day.
             * @enum {string}
             */
            action: "session.started" | "session.ended" | "sessions.ended" | "sessions.revoked" | "session.stolen" | "session.displaced" | "sign_in.locked" | "sign_in.unlocked" | "profile.updated" | "email.requested" | "email.cancelled" | "email.changed" | "email.verified" | "email.undone" | "email.undo_ended" | "account.frozen" | "account.unfrozen" | "picture.uploaded" | "picture.cropped" | "picture.removed" | "password.changed" | "password.reset" | "password.waiting" | "password.stopped" | "password.set" | "data.exported" | "deletion.requested" | "deletion.cancelled" | "user.created" | "user.disabled" | "user.enabled" | "user.deleted" | "second_factor.added" | "second_factor.removed" | "second_factor.codes_renewed" | "second_factor.code_used" | "second_factor.reset" | "second_factor.required" | "second_factor.not_required" | "passkey.added" | "passkey.renamed" | "passkey.removed" | "passkey.refused";
            /**
             * @description Who did it: the person, one who runs the service, who held the link of a mail, the service.
             * @enum {string}
             */
            by: "person" | "operator" | "link" | "system";
            /** @description Names of the values that changed. */
            fields: string[];
            /**
             * @description Through which application; empty for none.
             * @example Shop
             */
            application: string;
            /** @description From which IP address; empty where it is not known. */
            address: string;
            /** @description Null where its session is forgotten. */
            device: components["schemas"]["Device"] | null;
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
                             * @description Until when this session counts as recently proven.
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
                     *         "DeleteAt": ""
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
                     *         "DeleteAt": ""
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
        requestBody?: {
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
                     *         "DeleteAt": ""
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
                            /** @description Who gets a code when this person changes the address: the `new` address, the `current` one, or both. The code of the only one is `token_field`; of two, that of `current` is `current_token_field`. */
                            mailboxes: ("new" | "current")[];
                            /** @description Changes that the mail to the address before can still undo, the newest first. */
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
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status_code: 200;
                        errors: object;
                        data: {
                            waiting: components["schemas"]["WaitingPassword"] | null;
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
                             * @description When the new password takes effect, give or take ten minutes; absent: it has. It waits if the address of the account is so new that the code went to the address before.
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
                            /** @description Ten codes, each good once in the place of one of the app. They are not shown again. */
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
                            /** @description Ten codes, each good once in the place of one of the app. They are not shown again. */
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
                     *             "user_agent": "string",
                     *             "device": {
                     *               "browser": "Firefox",
                     *               "os": "Windows",
                     *               "kind": "desktop"
                     *             },
                     *             "timezone": "Europe/Madrid",
                     *             "country_code": "ES",
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
                             * @description How many sessions ended.
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
                /** @description `next` of the page before; without it the newest events come. */
                before?: string;
                /** @description Events of a page; more than 100 are read as 100. */
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
                     *             "address": "string",
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
                            /** @description For `before`, to get older events; null where there are none. */
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
}
