#include "app/window/revealing.h"

#include "models/export/privatefile.h"
#include "network/providers/registry.h"

namespace latchkey {

namespace {

Result<QString> writeValue(const QString &path, const Secret &value)
{
    // One buffer of the full size: a grown one, or a temporary, would leave the value behind.
    QByteArray line;
    line.reserve(value.size() + 1);
    line.append(value.reveal()).append('\n');
    const Result<void> written = writePrivateFile(path, line);
    wipe(line);
    return written.map([&path] { return path; });
}

} // namespace

RevealDialog *openReveal(App &app, const Revealed &revealed, const Account &account, QWidget *parent)
{
    auto *dialog = new RevealDialog(revealed, account, registry::nameOf(account.provider), app.clock(), parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &RevealDialog::writeRequested, dialog, [dialog](const QString &path, const Secret &value) {
        dialog->showWritten(writeValue(path, value));
    });
    dialog->open();
    return dialog;
}

} // namespace latchkey
