<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>RevokeCommand</name>
    <message numerus="yes">
        <source>%n token(s) will be revoked. This cannot be undone. Type %1 to go on:</source>
        <translation>
            <numerusform>%n token will be revoked. This cannot be undone. Type %1 to go on:</numerusform>
            <numerusform>%n tokens will be revoked. This cannot be undone. Type %1 to go on:</numerusform>
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
</TS>
