#pragma once

#include "app/app.h"
#include "app/commandline/console.h"
#include "app/commandline/printer.h"
#include "app/flows/signin.h"

#include <QCommandLineParser>
#include <QCoroTask>
#include <QJsonObject>

#include <memory>
#include <stop_token>

namespace latchkey {

//! What the program's exit status says.
enum class ExitCode {
    Done = 0,
    InternalError = 1,
    Usage = 2,
    NotSignedIn = 3, //!< or forbidden
    Partly = 4,
    Nothing = 5, //!< was done
    Keychain = 6,
    Journal = 7,
    Interrupted = 130,
};

//! The ids of all providers, for a sentence: "acme, initech".
[[nodiscard]] QString providerNames();

//! The status of a command that failed as a whole with this.
[[nodiscard]] ExitCode exitCodeOf(const Error &error);

//! One command under way: what it was called with, and what it works with. Outlives the command's coroutine.
struct Invocation
{
    App &app;
    Console &console;
    std::stop_token stop;
    QString command = {}; //!< "tokens"
    QCommandLineParser parser = {};
    Format format = Format::Table;
    int names = 0; //!< arguments that it takes besides its options and its verb: set before parse()
    //! What standard input holds, read once.
    [[nodiscard]] const Result<Credential> &secrets();
    //! How this command shows a page in a browser: says where it is, and asks the desktop to open it.
    [[nodiscard]] flows::OpenPage browser();

    //! Adds --format, --verbose and --help. To be called before parse().
    void addCommonOptions();
    //! Adds --account (many times, if `many`), and what stands in for it: --provider, --base-url, --login-url,
    //! --tenant, --secret-stdin.
    void addAccountOptions(bool many);
    //! The last five alone.
    void addThisCallOptions();
    //! What of them was given, as it can be typed again: "--provider fastly --secret-stdin". Empty: nothing.
    [[nodiscard]] QString thisCallOptions() const;
    //! False: there is nothing more to do, and `code` says how it ended (--help, or a usage error that has been told).
    [[nodiscard]] bool parse(const QStringList &arguments, ExitCode &code);

    [[nodiscard]] bool isSet(const char *option) const { return parser.isSet(QString::fromLatin1(option)); }
    [[nodiscard]] QString value(const char *option) const { return parser.value(QString::fromLatin1(option)); }
    [[nodiscard]] QStringList values(const char *option) const { return parser.values(QString::fromLatin1(option)); }

    //! Tells an error on standard error, as a sentence or as JSON; returns the status for it.
    ExitCode tell(const Error &error, const Account *account = nullptr);
    //! An error in how the command was called.
    ExitCode usage(const QString &sentence);
    std::optional<Result<Credential>> readSecrets = {}; //!< secrets() so far
};

//! An account to work with, and its session or why there is none.
struct SignedIn
{
    Account account = {};
    Result<std::shared_ptr<Session>> session = nullptr;
};

//! The account that --provider and its companions describe, for this call alone, and what was typed to sign it in.
struct ThisCall
{
    Account account = {};
    Credential typed = {};
};
//! Error: InvalidInput.
[[nodiscard]] Result<ThisCall> accountForThisCall(Invocation &invocation);
//! The accounts that the options name, signed in from the keychain or standard input. Without any option: all accounts.
//! Error: InvalidInput for an unknown account or provider. An account whose credential cannot be had is in the list.
[[nodiscard]] QCoro::Task<Result<QList<SignedIn>>> chosenAccounts(Invocation &invocation);
//! The same for exactly one account, which the options must name.
[[nodiscard]] QCoro::Task<Result<SignedIn>> chosenAccount(Invocation &invocation);

} // namespace latchkey
