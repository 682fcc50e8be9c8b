#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

//! The table of CONTRIBUTING.md, which says for every operation and parameter of the providers' original client pages
//! which code serves it, and which test shows it: none is missing, and none names what is not there.
class TestOperations : public QObject
{
    Q_OBJECT

private:
    struct Row
    {
        QString page = {};
        QString operation = {};
        QString parameters = {};
        QString servedBy = {}; //!< "`file` `function`"
        QString shownBy = {}; //!< "`file` "case""
    };

    static QString contentOf(const QString &path)
    {
        QFile file(QStringLiteral(LATCHKEY_SOURCE_DIR "/") + path);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
    //! What stands between the n-th pair of `marks`.
    static QString between(const QString &cell, QChar mark, int pair)
    {
        return cell.section(mark, 2 * pair + 1, 2 * pair + 1);
    }

    static QList<Row> table()
    {
        QList<Row> rows;
        const QStringList lines = contentOf(u"CONTRIBUTING.md"_s).split(u'\n');
        for (const QString &line : lines) {
            const QStringList cells = line.split(u'|');
            if (cells.size() == 7 && cells[2].contains(u'`'))
                rows += Row{cells[1].trimmed(), between(cells[2], u'`', 0), cells[3].trimmed(), cells[4], cells[5]};
        }
        return rows;
    }

    //! Every operation of the five pages, with its parameters.
    static QList<std::array<const char *, 3>> documented()
    {
        constexpr const char *Auth = "Tokens.AuthApi";
        constexpr const char *Fastly = "Fastly.TokensApi";
        constexpr const char *Authlete = "Authlete TokenOperations";
        constexpr const char *Genesys = "Genesys Cloud TokensApi";
        constexpr const char *Knetik = "Knetik AuthTokensApi";
        return {{Auth, "bulkRevokeTokens", "body"},
                {Auth, "createToken", ""},
                {Auth, "getTokenCurrent", ""},
                {Auth, "listTokensCustomer", "customerId"},
                {Auth, "listTokensUser", ""},
                {Auth, "revokeToken", "tokenId"},
                {Auth, "revokeTokenCurrent", ""},
                {Fastly, "getToken", "token_id"},
                {Fastly, "getTokenCurrent", ""},
                {Fastly, "listTokensCustomer", "customer_id"},
                {Fastly, "listTokensUser", ""},
                {Fastly, "revokeToken", "token_id"},
                {Fastly, "revokeTokenCurrent", ""},
                {Authlete, "authTokenGetListApi", "serviceId"},
                {Authlete, "authTokenGetListApi", "clientIdentifier"},
                {Authlete, "authTokenGetListApi", "subject"},
                {Authlete, "authTokenGetListApi", "start"},
                {Authlete, "authTokenGetListApi", "end"},
                {Authlete, "authTokenCreateApi", "serviceId"},
                {Authlete, "authTokenCreateApi", "tokenCreateRequest"},
                {Authlete, "authTokenUpdateApi", "serviceId"},
                {Authlete, "authTokenUpdateApi", "tokenUpdateRequest"},
                {Authlete, "authTokenDeleteApi", "serviceId"},
                {Authlete, "authTokenDeleteApi", "accessTokenIdentifier"},
                {Authlete, "authTokenRevokeApi", "accessTokenIdentifier"},
                {Authlete, "authTokenRevokeApi", "refreshTokenIdentifier"},
                {Authlete, "authTokenRevokeApi", "clientIdentifier"},
                {Authlete, "authTokenRevokeApi", "subject"},
                {Genesys, "deleteToken", "userId"},
                {Genesys, "deleteTokensMe", ""},
                {Genesys, "getTokensMe", ""},
                {Knetik, "deleteTokens", "username"},
                {Knetik, "deleteTokens", "clientId"},
                {Knetik, "getToken", "username"},
                {Knetik, "getToken", "clientId"},
                {Knetik, "getTokens", "filterClientId"},
                {Knetik, "getTokens", "filterUsername"},
                {Knetik, "getTokens", "size"},
                {Knetik, "getTokens", "page"},
                {Knetik, "getTokens", "order"},
                {"all", "request options", "retries"}};
    }

private Q_SLOTS:
    void isInTheTable_data()
    {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("operation");
        QTest::addColumn<QString>("parameter");
        const auto all = documented();
        for (const auto &[page, operation, parameter] : all)
            QTest::addRow("%s %s(%s)", page, operation, parameter)
                << QString::fromLatin1(page) << QString::fromLatin1(operation) << QString::fromLatin1(parameter);
    }

    void isInTheTable()
    {
        QFETCH(const QString, page);
        QFETCH(const QString, operation);
        QFETCH(const QString, parameter);
        const QList<Row> rows = table();
        const auto serves = [&](const Row &row) {
            static const QRegularExpression between(u",| and "_s);
            QStringList parameters = row.parameters.split(between);
            for (QString &one : parameters)
                one = one.trimmed();
            return row.page == page && row.operation == operation
                && (parameter.isEmpty() || parameters.contains(parameter));
        };
        QVERIFY2(std::any_of(rows.cbegin(), rows.cend(), serves),
                 "CONTRIBUTING.md has no row for it: say what serves it, and which test shows it");
    }

    void namesWhatIsThere_data()
    {
        QTest::addColumn<QString>("servedBy");
        QTest::addColumn<QString>("shownBy");
        const QList<Row> rows = table();
        for (const Row &row : rows)
            QTest::addRow("%s %s %s", qPrintable(row.page), qPrintable(row.operation), qPrintable(row.parameters))
                << row.servedBy << row.shownBy;
    }

    void namesWhatIsThere()
    {
        QFETCH(const QString, servedBy);
        QFETCH(const QString, shownBy);
        const QString code = contentOf(between(servedBy, u'`', 0));
        const QString function = between(servedBy, u'`', 1);
        QVERIFY2(!function.isEmpty() && code.contains(function), qPrintable(servedBy));
        const QString test = between(shownBy, u'`', 0);
        const QString content = contentOf(test);
        QVERIFY2(!content.isEmpty(), qPrintable(shownBy));
        const QString name = between(shownBy, u'"', 0);
        if (test.endsWith(".cpp"_L1)) {
            QVERIFY2(content.contains(u"::"_s + name + u'(') || content.contains(u"void "_s + name + u'('),
                     qPrintable(shownBy));
            return;
        }
        // A scene that is played, and not one that says why it cannot be.
        const QJsonArray scenes = QJsonDocument::fromJson(content.toUtf8()).object()[u"scenes"].toArray();
        const auto shows = [&name](const QJsonValue &scene) {
            return scene[u"case"].toString() == name && !scene[u"exchanges"].toArray().isEmpty();
        };
        QVERIFY2(std::any_of(scenes.cbegin(), scenes.cend(), shows), qPrintable(shownBy));
    }
};

QTEST_GUILESS_MAIN(TestOperations)
#include "tst_operations.moc"
