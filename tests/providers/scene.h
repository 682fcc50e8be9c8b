#pragma once

#include "network/domain/description.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QStringList>

//! The scenes of tests/providers/<provider>/: one file for each call of the provider's.
//!
//!     { "call": "readTokens customer",               as requiredCalls() spells it
//!       "account": { "role": "superuser", "tenant": "…", "pageSize": 2, "readRetries": 1 },     optional, for all
//!       scenes "arguments": { … },                          optional, for all scenes; see play() in tst_scenes.cpp
//!       "scenes": [
//!         { "case": "403",                           as requiredCases() spells it, or a case of its own
//!           "exchanges": [ … ],                      see tests/support/sceneserver.h; "reply": "403" takes the reply
//!           of that
//!                                                    name from the provider's replies.json
//!           "expect": [ "error forbidden 403, answered", … ] },                     the printed result, line by line
//!         { "case": "lastPage", "notApplicable": "The list comes whole." } ] }
namespace latchkey::test {

struct Scene
{
    QString call = {};
    QString name = {}; //!< the case
    QString notApplicable = {}; //!< why this case cannot be played; empty: it can
    QJsonObject account = {};
    QJsonObject arguments = {};
    QJsonArray exchanges = {};
    QStringList expect = {};
};

//! Of one provider. Ends the test program where a file cannot be read.
[[nodiscard]] QList<Scene> scenesOf(const ProviderId &provider);

//! Every call that a provider with this description must have scenes of.
[[nodiscard]] QStringList requiredCalls(const ProviderDescription &description);
//! The cases that each of these calls must have.
[[nodiscard]] QStringList requiredCases(const QString &call);

} // namespace latchkey::test
