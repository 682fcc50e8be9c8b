#pragma once

#include "app/app.h"
#include "models/inventory/tokentablemodel.h"
#include "ui/mainwindow.h"

#include <QObject>

namespace latchkey {

//! What the window saves as files: the rows shown, and diagnostics. GUI thread.
class Exporting : public QObject
{
    Q_OBJECT
public:
    //! All outlive this.
    Exporting(App &app, TokenTable &table, const TokenTableModel &tokens, Actions &actions, MainWindow &window,
              QObject *parent = nullptr);

Q_SIGNALS:
    //! Something to tell at the Tokens page.
    void said(const QString &fact, const QString &reason);

private:
    void saveRows();
    void saveDiagnostics();

    App &m_app;
    TokenTable &m_table;
    const TokenTableModel &m_tokens;
    MainWindow &m_window;
};

} // namespace latchkey
