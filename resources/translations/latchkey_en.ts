<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>Dates</name>
    <message numerus="yes">
        <source>%Ln second(s) ago</source>
        <translation>
            <numerusform>%Ln second ago</numerusform>
            <numerusform>%Ln seconds ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s) ago</source>
        <translation>
            <numerusform>%Ln minute ago</numerusform>
            <numerusform>%Ln minutes ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hour(s) ago</source>
        <translation>
            <numerusform>%Ln hour ago</numerusform>
            <numerusform>%Ln hours ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) ago</source>
        <translation>
            <numerusform>%Ln day ago</numerusform>
            <numerusform>%Ln days ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln year(s) ago</source>
        <translation>
            <numerusform>%Ln year ago</numerusform>
            <numerusform>%Ln years ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %Ln minute(s)</source>
        <translation>
            <numerusform>in %Ln minute</numerusform>
            <numerusform>in %Ln minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %Ln hour(s)</source>
        <translation>
            <numerusform>in %Ln hour</numerusform>
            <numerusform>in %Ln hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %Ln day(s)</source>
        <translation>
            <numerusform>in %Ln day</numerusform>
            <numerusform>in %Ln days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %Ln year(s)</source>
        <translation>
            <numerusform>in %Ln year</numerusform>
            <numerusform>in %Ln years</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln second(s)</source>
        <translation>
            <numerusform>about %Ln second</numerusform>
            <numerusform>about %Ln seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln minute(s)</source>
        <translation>
            <numerusform>about %Ln minute</numerusform>
            <numerusform>about %Ln minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln hour(s)</source>
        <translation>
            <numerusform>about %Ln hour</numerusform>
            <numerusform>about %Ln hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message numerus="yes">
        <source>%Ln account(s) were not refreshed.</source>
        <translation>
            <numerusform>%Ln account was not refreshed.</numerusform>
            <numerusform>%Ln accounts were not refreshed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanRun</name>
    <message numerus="yes">
        <source>%n token(s) will be revoked.</source>
        <translation>
            <numerusform>%n token will be revoked.</numerusform>
            <numerusform>%n tokens will be revoked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (%2): %n token(s)</source>
        <translation>
            <numerusform>%1 (%2): %n token</numerusform>
            <numerusform>%1 (%2): %n tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>  and %n more; --dry-run lists all</source>
        <translation>
            <numerusform>  and %n more; --dry-run lists all</numerusform>
            <numerusform>  and %n more; --dry-run lists all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out; --dry-run says why</source>
        <translation>
            <numerusform>%n left out; --dry-run says why</numerusform>
            <numerusform>%n left out; --dry-run says why</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunOutput</name>
    <message numerus="yes">
        <source>Interrupted: the run is still open, %n item(s) without an outcome. Go on with latchkey runs resume %1.</source>
        <translation>
            <numerusform>Interrupted: the run is still open, %n item without an outcome. Go on with latchkey runs resume %1.</numerusform>
            <numerusform>Interrupted: the run is still open, %n items without an outcome. Go on with latchkey runs resume %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message numerus="yes">
        <source>It names %n second(s).</source>
        <translation>
            <numerusform>It names %n second.</numerusform>
            <numerusform>It names %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::ActivityModel</name>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s)</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::ActivityPage</name>
    <message numerus="yes">
        <source>%Ln record(s)</source>
        <translation>
            <numerusform>%Ln record</numerusform>
            <numerusform>%Ln records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::Changing</name>
    <message numerus="yes">
        <source>Sessions end after %Ln minute(s) without use.</source>
        <translation>
            <numerusform>Sessions end after %Ln minute without use.</numerusform>
            <numerusform>Sessions end after %Ln minutes without use.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::Chip</name>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::ChosenPane</name>
    <message numerus="yes">
        <source>and %Ln other(s)</source>
        <translation>
            <numerusform>and %Ln other</numerusform>
            <numerusform>and %Ln others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln or more token(s)</source>
        <translation>
            <numerusform>%Ln or more tokens</numerusform>
            <numerusform>%Ln or more tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::ClientPane</name>
    <message numerus="yes">
        <source>%Ln client(s)</source>
        <translation>
            <numerusform>%Ln client</numerusform>
            <numerusform>%Ln clients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %Ln account(s)</source>
        <translation>
            <numerusform>in %Ln account</numerusform>
            <numerusform>in %Ln accounts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::ClientTab</name>
    <message numerus="yes">
        <source>Revoke all tokens of %Ln clients…</source>
        <translation>
            <numerusform>Revoke all tokens of %Ln clients…</numerusform>
            <numerusform>Revoke all tokens of %Ln clients…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Disable %Ln clients…</source>
        <translation>
            <numerusform>Disable %Ln clients…</numerusform>
            <numerusform>Disable %Ln clients…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::Exporting</name>
    <message numerus="yes">
        <source>%Ln row(s) were exported.</source>
        <translation>
            <numerusform>%Ln row was exported.</numerusform>
            <numerusform>%Ln rows were exported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::FieldEditor</name>
    <message numerus="yes">
        <source>in %Ln day(s)</source>
        <translation>
            <numerusform>in %Ln day</numerusform>
            <numerusform>in %Ln days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::Inspector</name>
    <message numerus="yes">
        <source>%Ln token(s) selected</source>
        <translation>
            <numerusform>%Ln token selected</numerusform>
            <numerusform>%Ln tokens selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln account(s)</source>
        <translation>
            <numerusform>%Ln account</numerusform>
            <numerusform>%Ln accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The app also uses %Ln other(s) of them.</source>
        <translation>
            <numerusform>The app also uses %Ln other of them.</numerusform>
            <numerusform>The app also uses %Ln others of them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %Ln token(s) of them in</source>
        <translation>
            <numerusform>%1, %Ln token of them in</numerusform>
            <numerusform>%1, %Ln tokens of them in</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::Managing</name>
    <message numerus="yes">
        <source>%Ln account(s) were imported; give each its credential.</source>
        <translation>
            <numerusform>%Ln account was imported; give each its credential.</numerusform>
            <numerusform>%Ln accounts were imported; give each its credential.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::OutboxBar</name>
    <message numerus="yes">
        <source>%1 in %Ln second(s).</source>
        <translation>
            <numerusform>%1 in %Ln second.</numerusform>
            <numerusform>%1 in %Ln seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln earlier plan(s) before that, the first</source>
        <translation>
            <numerusform>%Ln earlier plan before that, the first</numerusform>
            <numerusform>%Ln earlier plans before that, the first</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::PeopleWork</name>
    <message numerus="yes">
        <source>%Ln people</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln client(s)</source>
        <translation>
            <numerusform>%Ln client</numerusform>
            <numerusform>%Ln clients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::PersonPane</name>
    <message numerus="yes">
        <source>%Ln people</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln account(s)</source>
        <translation>
            <numerusform>%Ln account</numerusform>
            <numerusform>%Ln accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln used in the last 24 h</source>
        <translation>
            <numerusform>%Ln used in the last 24 h</numerusform>
            <numerusform>%Ln used in the last 24 h</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::PersonTab</name>
    <message numerus="yes">
        <source>Revoke all tokens of %Ln people…</source>
        <translation>
            <numerusform>Revoke all tokens of %Ln people…</numerusform>
            <numerusform>Revoke all tokens of %Ln people…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End all sessions of %Ln people…</source>
        <translation>
            <numerusform>End all sessions of %Ln people…</numerusform>
            <numerusform>End all sessions of %Ln people…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln other(s)</source>
        <translation>
            <numerusform>and %Ln other</numerusform>
            <numerusform>and %Ln others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Are these %Ln rows one person?</source>
        <translation>
            <numerusform>Are these %Ln rows one person?</numerusform>
            <numerusform>Are these %Ln rows one person?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::PlanDialog</name>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln bulk call(s)</source>
        <translation>
            <numerusform>%Ln bulk call</numerusform>
            <numerusform>%Ln bulk calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln call(s)</source>
        <translation>
            <numerusform>%Ln call</numerusform>
            <numerusform>%Ln calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln wide call(s)</source>
        <translation>
            <numerusform>%Ln wide call</numerusform>
            <numerusform>%Ln wide calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln bulk</source>
        <translation>
            <numerusform>%Ln bulk</numerusform>
            <numerusform>%Ln bulk</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln single</source>
        <translation>
            <numerusform>%Ln single</numerusform>
            <numerusform>%Ln single</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln wide</source>
        <translation>
            <numerusform>%Ln wide</numerusform>
            <numerusform>%Ln wide</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>after %Ln second(s) in the outbox</source>
        <translation>
            <numerusform>after %Ln second in the outbox</numerusform>
            <numerusform>after %Ln seconds in the outbox</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>not reported for %Ln</source>
        <translation>
            <numerusform>not reported for %Ln</numerusform>
            <numerusform>not reported for %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Revoke %Ln token(s)</source>
        <translation>
            <numerusform>Revoke %Ln token</numerusform>
            <numerusform>Revoke %Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Make %Ln wide call(s)</source>
        <translation>
            <numerusform>Make %Ln wide call</numerusform>
            <numerusform>Make %Ln wide calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %Ln account(s)</source>
        <translation>
            <numerusform>in %Ln account</numerusform>
            <numerusform>in %Ln accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln account(s) of this app will lose access: %1.</source>
        <translation>
            <numerusform>%Ln account of this app will lose access: %1.</numerusform>
            <numerusform>%Ln accounts of this app will lose access: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing is sent for %Ln second(s): Undo takes it back.</source>
        <translation>
            <numerusform>Nothing is sent for %Ln second: Undo takes it back.</numerusform>
            <numerusform>Nothing is sent for %Ln seconds: Undo takes it back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Revoke %1 and make %Ln wide call(s)</source>
        <translation>
            <numerusform>Revoke %1 and make %Ln wide call</numerusform>
            <numerusform>Revoke %1 and make %Ln wide calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more</source>
        <translation>
            <numerusform>%Ln more</numerusform>
            <numerusform>%Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> and end all sessions of %Ln person(s)</source>
        <translation>
            <numerusform> and end all sessions of %Ln person</numerusform>
            <numerusform> and end all sessions of %Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> and make %Ln wide call(s)</source>
        <translation>
            <numerusform> and make %Ln wide call</numerusform>
            <numerusform> and make %Ln wide calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End all sessions of %Ln person(s)</source>
        <translation>
            <numerusform>End all sessions of %Ln person</numerusform>
            <numerusform>End all sessions of %Ln people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::PlanModel</name>
    <message numerus="yes">
        <source>%Ln item(s)</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::RevealDialog</name>
    <message numerus="yes">
        <source>%Ln character(s)</source>
        <translation>
            <numerusform>%Ln character</numerusform>
            <numerusform>%Ln characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied. Cleared from the clipboard in %Ln second(s), if still there.</source>
        <translation>
            <numerusform>Copied. Cleared from the clipboard in %Ln second, if still there.</numerusform>
            <numerusform>Copied. Cleared from the clipboard in %Ln seconds, if still there.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::Revoking</name>
    <message numerus="yes">
        <source>%Ln token(s) of %1 go out</source>
        <translation>
            <numerusform>%Ln token of %1 goes out</numerusform>
            <numerusform>%Ln tokens of %1 go out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln call(s) for %1 go out</source>
        <translation>
            <numerusform>%Ln call for %1 goes out</numerusform>
            <numerusform>%Ln calls for %1 go out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s) stay as they are.</source>
        <translation>
            <numerusform>%Ln token stays as it are.</numerusform>
            <numerusform>%Ln tokens stay as they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln earlier plan(s) still wait in the outbox.</source>
        <translation>
            <numerusform>%Ln earlier plan still waits in the outbox.</numerusform>
            <numerusform>%Ln earlier plans still wait in the outbox.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::SettingsDialog</name>
    <message numerus="yes">
        <source>every %Ln minute(s)</source>
        <translation>
            <numerusform>every %Ln minute</numerusform>
            <numerusform>every %Ln minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::SidebarModel</name>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln people</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::Standing</name>
    <message numerus="yes">
        <source>%Ln account(s) failed</source>
        <translation>
            <numerusform>%Ln account failed</numerusform>
            <numerusform>%Ln accounts failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::SummaryView</name>
    <message numerus="yes">
        <source>%Ln other(s)</source>
        <translation>
            <numerusform>%Ln other</numerusform>
            <numerusform>%Ln others</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>latchkey::TokensPage</name>
    <message numerus="yes">
        <source>%Ln account(s)</source>
        <translation>
            <numerusform>%Ln account</numerusform>
            <numerusform>%Ln accounts</numerusform>
        </translation>
    </message>
</context>
</TS>
