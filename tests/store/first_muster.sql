-- Written by the first Muster (schema 1): an exercise from start to end, then a live incident in its third minute.
-- One of three has not answered. Made by playing the unit of tests/config/small on phones, and dumped.
BEGIN TRANSACTION;
CREATE TABLE buttons (
    unit TEXT NOT NULL,
    token TEXT NOT NULL CHECK (token <> ''),
    card TEXT NOT NULL,
    command TEXT NOT NULL,
    PRIMARY KEY (unit, token),
    FOREIGN KEY (unit, card) REFERENCES outbox (unit, card)
) STRICT, WITHOUT ROWID;
INSERT INTO "buttons" VALUES('small','--6MCqk9XqrgjzxRB8mT','2026-001/stand_down/an/0','{"type":"AcknowledgeStandDown","number":"2026-001"}');
INSERT INTO "buttons" VALUES('small','-23vuhEtjoOp2-QPuvlF','2026-002/post/bo','{"type":"TurnPanel","number":"2026-002","view":"tasks"}');
INSERT INTO "buttons" VALUES('small','-8XgzU6EOi3PrexuAEi7','desk/lead/1/an','{"type":"JudgeLead","lead":"1","verdict":"false_alarm"}');
INSERT INTO "buttons" VALUES('small','-n_59P0mGYjiFrH7y3Hs','2026-001/alert/bo/0','{"type":"GiveAnswer","number":"2026-001","answer":"acknowledged"}');
INSERT INTO "buttons" VALUES('small','-uFBBmsntZ-pOmOyVkdu','2026-002/post/an','{"type":"TurnPanel","number":"2026-002","view":"proxy"}');
INSERT INTO "buttons" VALUES('small','-xMtB4itAQfJwPWaOKbV','2026-001/group/bo/order/response','{"type":"TurnPanel","number":"2026-001","view":"scene"}');
INSERT INTO "buttons" VALUES('small','0PCMFCrhRIEhIlYcnpvC','2026-001/alert/cui/0','{"type":"GiveAnswer","number":"2026-001","answer":"acknowledged"}');
INSERT INTO "buttons" VALUES('small','19cDiwLVVnuGrJ1QMlG6','2026-002/alert/bo/0','{"type":"GiveAnswer","number":"2026-002","answer":"unable"}');
INSERT INTO "buttons" VALUES('small','1sgTKGSWfZ5gLvnsAzNX','2026-001/alert/cui/0','{"type":"GiveAnswer","number":"2026-001","answer":"en_route"}');
INSERT INTO "buttons" VALUES('small','2K2JujUwdt5zdpM3fpG6','2026-001/stand_down/cui/0','{"type":"AcknowledgeStandDown","number":"2026-001"}');
INSERT INTO "buttons" VALUES('small','2T8-wUimUdSXkJPRw4Ni','2026-002/call/bo/police','{"type":"LogEmergencyCall","number":"2026-002","call":"police"}');
INSERT INTO "buttons" VALUES('small','2qbDGGhT0xC2tNfp0NgD','2026-002/group/bo/order/response','{"type":"CheckTask","number":"2026-002","task":"guard-north"}');
INSERT INTO "buttons" VALUES('small','2s083cwVn65L8Mgl47zN','2026-002/alert/cui/1','{"type":"GiveAnswer","number":"2026-002","answer":"en_route"}');
INSERT INTO "buttons" VALUES('small','3n2uFlFlI-HdSHzgM6wC','2026-001/post/an','{"type":"TurnPanel","number":"2026-001","view":"proxy"}');
INSERT INTO "buttons" VALUES('small','4a3hSF2MA3JrnfidHaSa','2026-002/alert/an/0','{"type":"GiveAnswer","number":"2026-002","answer":"arrived"}');
INSERT INTO "buttons" VALUES('small','4ncWtTMXvfVIwfcREyMh','2026-001/alert/cui/0','{"type":"GiveAnswer","number":"2026-001","answer":"arrived"}');
INSERT INTO "buttons" VALUES('small','59_2irhplmizz5fozoFN','2026-002/post/an','{"type":"TurnPanel","number":"2026-002","view":"groups"}');
INSERT INTO "buttons" VALUES('small','5GnzX2aSKbFYlb07cbkK','2026-002/post/an','{"type":"TurnPanel","number":"2026-002","view":"tasks"}');
INSERT INTO "buttons" VALUES('small','5TLzBPEgQ6UrTjFOuPy9','2026-001/post/bo','{"type":"TurnPanel","number":"2026-001","view":"tasks"}');
INSERT INTO "buttons" VALUES('small','5ap9ReZg8RXNHXLJMuL9','2026-001/post/an','{"type":"TurnPanel","number":"2026-001","view":"scene"}');
INSERT INTO "buttons" VALUES('small','5ay5rvWiIRj5rZrJ47mP','desk/proposal/2','{"type":"ConfirmActivation","proposal":"2"}');
INSERT INTO "buttons" VALUES('small','64UH4zuy0EEQTDPRyH2a','2026-001/stand_down/bo/0','{"type":"AcknowledgeStandDown","number":"2026-001"}');
INSERT INTO "buttons" VALUES('small','68YpsEvHk3RR83JtJXEe','2026-002/alert/cui/0','{"type":"GiveAnswer","number":"2026-002","answer":"support"}');
INSERT INTO "buttons" VALUES('small','79I2_cbcmmhjMWfjweyN','2026-001/post/an','{"type":"TurnPanel","number":"2026-001","view":"headcount"}');
INSERT INTO "buttons" VALUES('small','7LhDtFiSEVF_0LYvhH19','2026-001/post/bo','{"type":"ProposeStandDown","number":"2026-001"}');
INSERT INTO "buttons" VALUES('small','7m-5YAg7CKfersbCGyI5','2026-001/alert/bo/0','{"type":"GiveAnswer","number":"2026-001","answer":"unable"}');
INSERT INTO "buttons" VALUES('small','9WkxZPx_GklSK6L4fmS8','2026-002/alert/cui/0','{"type":"GiveAnswer","number":"2026-002","answer":"acknowledged"}');
INSERT INTO "buttons" VALUES('small','9f_zM61t7z2m7W_F2BZO','2026-001/post/an','{"type":"TurnPanel","number":"2026-001","view":"report"}');
INSERT INTO "buttons" VALUES('small','9ppTqZl3SstW8j5GMsXP','2026-001/post/an','{"type":"ProposeStandDown","number":"2026-001"}');
INSERT INTO "buttons" VALUES('small','9yMsgysVAibaFe7CvNnN','desk/proposal/2','{"type":"WithdrawActivation","proposal":"2"}');
INSERT INTO "buttons" VALUES('small','A5fI7t6CvxsTiSjJavhr','2026-001/stand_down_confirm/an/1','{"type":"ConfirmStandDown","number":"2026-001","false_alarm":true}');
INSERT INTO "buttons" VALUES('small','AO__3xQkgVb2U6fF_oCI','desk/lead/1/bo','{"type":"JudgeLead","lead":"1","verdict":"verify"}');
INSERT INTO "buttons" VALUES('small','AYklo9NW3pgb6DlOK-kZ','2026-002/alert/bo/0','{"type":"GiveAnswer","number":"2026-002","answer":"acknowledged"}');
INSERT INTO "buttons" VALUES('small','C-s_6_KEm_kmuJ30rPue','2026-002/alert/cui/1','{"type":"GiveAnswer","number":"2026-002","answer":"arrived"}');
INSERT INTO "buttons" VALUES('small','C75GL6v4O3wqJAiG_gsp','2026-002/alert/cui/0','{"type":"GiveAnswer","number":"2026-002","answer":"unable"}');
INSERT INTO "buttons" VALUES('small','C96E6wFdedyuUrUH2zUq','2026-002/report/bo','{"type":"TurnPanel","number":"2026-002","view":"report"}');
INSERT INTO "buttons" VALUES('small','Cw5J5UlVpM0rnkLDRbr0','2026-001/post/bo','{"type":"TurnPanel","number":"2026-001","view":"report"}');
INSERT INTO "buttons" VALUES('small','E0k4LJRA81Sj1rIiwE2F','2026-001/group/cui/order/response','{"type":"TurnPanel","number":"2026-001","view":"casualties"}');
INSERT INTO "buttons" VALUES('small','FB_scHZmQ3XT0YAOBcqN','2026-002/post/bo','{"type":"TurnPanel","number":"2026-002","view":"report"}');
INSERT INTO "buttons" VALUES('small','FHQ5XMcc1w8PS5k1jVDV','2026-002/group/bo/order/response','{"type":"BlockTask","number":"2026-002","task":"cordon"}');
INSERT INTO "buttons" VALUES('small','GdM0l5SHT4kYLXr2wc_q','2026-001/alert/bo/0','{"type":"GiveAnswer","number":"2026-001","answer":"en_route"}');
INSERT INTO "buttons" VALUES('small','Gk2pkEv4FciFFM6nFCW4','2026-001/call/bo/police','{"type":"LogEmergencyCall","number":"2026-001","call":"police"}');
INSERT INTO "buttons" VALUES('small','HAnSn_hjrNg3EXd4eWUL','2026-001/alert/cui/0','{"type":"GiveAnswer","number":"2026-001","answer":"support"}');
INSERT INTO "buttons" VALUES('small','Hxm2Am5URHgcOznJG8Iz','2026-001/alert/an/0','{"type":"GiveAnswer","number":"2026-001","answer":"unable"}');
INSERT INTO "buttons" VALUES('small','IOBV99fdu4DCHqKZEBUQ','2026-002/post/an','{"type":"TurnPanel","number":"2026-002","view":"bulletin"}');
INSERT INTO "buttons" VALUES('small','JN8XW6myBSd0xLUsQGf3','2026-002/post/an','{"type":"TurnPanel","number":"2026-002","view":"casualties"}');
INSERT INTO "buttons" VALUES('small','JUV7OKr89GB7sEwvTcho','2026-002/alert/cui/2','{"type":"GiveAnswer","number":"2026-002","answer":"support"}');
INSERT INTO "buttons" VALUES('small','JlZkDMHe5vO20bqiSvvV','2026-001/stand_down_confirm/an/1','{"type":"WithdrawStandDown","number":"2026-001"}');
INSERT INTO "buttons" VALUES('small','JqVR0TbTQXngZGqX2QcH','2026-001/post/bo','{"type":"TurnPanel","number":"2026-001","view":"groups"}');
INSERT INTO "buttons" VALUES('small','JtySDV2kSe8YHuGHHX7M','2026-002/post/an','{"type":"TurnPanel","number":"2026-002","view":"report"}');
INSERT INTO "buttons" VALUES('small','KFcwoCVDpRNrysHZV2Gm','2026-001/report/bo','{"type":"TurnPanel","number":"2026-001","view":"report"}');
INSERT INTO "buttons" VALUES('small','KMjwG2ype6NUcwfl2jRH','2026-002/post/an','{"type":"TurnPanel","number":"2026-002","view":"headcount"}');
INSERT INTO "buttons" VALUES('small','Kj7LX_X2yxL5F88HabBt','2026-001/post/an','{"type":"TurnPanel","number":"2026-001","view":"bulletin"}');
INSERT INTO "buttons" VALUES('small','MEcExRNBCCGGnassmtXZ','2026-002/post/bo','{"type":"ProposeStandDown","number":"2026-002"}');
INSERT INTO "buttons" VALUES('small','MimXXvACss85AzPJQ8wr','2026-002/alert/an/0','{"type":"GiveAnswer","number":"2026-002","answer":"unable"}');
INSERT INTO "buttons" VALUES('small','N2m5Zg3QlnPOPdIB9GsK','2026-001/group/bo/order/response','{"type":"CheckTask","number":"2026-001","task":"cordon"}');
INSERT INTO "buttons" VALUES('small','NCg1LFnSXvLx9nmpqedO','2026-001/post/an','{"type":"CloseIncident","number":"2026-001"}');
INSERT INTO "buttons" VALUES('small','NpGdQFsjMWVhcvaYyloR','2026-002/alert/cui/1','{"type":"GiveAnswer","number":"2026-002","answer":"support"}');
INSERT INTO "buttons" VALUES('small','O7yx8dROfgfc0WEmiNzX','2026-001/group/cui/order/response','{"type":"BlockTask","number":"2026-001","task":"cordon"}');
INSERT INTO "buttons" VALUES('small','OUVXKqnIQOSj79wzPRwq','2026-002/calls/an/1','{"type":"LogPhoneResult","number":"2026-002","member":"cui","result":"off"}');
INSERT INTO "buttons" VALUES('small','P-O88UjeTDgg9bpgRtxN','2026-002/post/an','{"type":"TurnPanel","number":"2026-002","view":"scene"}');
INSERT INTO "buttons" VALUES('small','QBWkEgpFiU0ulRH52hDF','desk/proposal/1','{"type":"ConfirmActivation","proposal":"1"}');
INSERT INTO "buttons" VALUES('small','QdUfuYXIIGH3JHD8QzFP','2026-001/group/cui/order/response','{"type":"TurnPanel","number":"2026-001","view":"headcount"}');
INSERT INTO "buttons" VALUES('small','R_0aerveH8CfnYQpIzfS','2026-002/group/bo/order/response','{"type":"CheckTask","number":"2026-002","task":"cordon"}');
INSERT INTO "buttons" VALUES('small','Rl8rpm8Z6KfMqk-7SVLV','2026-002/alert/cui/0','{"type":"GiveAnswer","number":"2026-002","answer":"arrived"}');
INSERT INTO "buttons" VALUES('small','SvNb-ichYO6yPfJplMVt','2026-001/post/bo','{"type":"TurnPanel","number":"2026-001","view":"scene"}');
INSERT INTO "buttons" VALUES('small','TlfNA2iK6JLA7NBv8QPE','desk/lead/1/an','{"type":"ProposeActivation","exercise":false,"lead":"1"}');
INSERT INTO "buttons" VALUES('small','UAQR5FOD7kXqzCCKggq5','2026-001/stand_down_confirm/an/1','{"type":"ConfirmStandDown","number":"2026-001"}');
INSERT INTO "buttons" VALUES('small','UUNaman4JWEijQ0pwQXi','2026-001/alert/bo/0','{"type":"TurnPanel","number":"2026-001","view":"proxy"}');
INSERT INTO "buttons" VALUES('small','UfEyQc8WHoF30rXa6ryn','2026-002/alert/bo/0','{"type":"GiveAnswer","number":"2026-002","answer":"arrived"}');
INSERT INTO "buttons" VALUES('small','VLFp8F_c4rnca-ozOGr1','2026-002/post/bo','{"type":"TurnPanel","number":"2026-002","view":"scene"}');
INSERT INTO "buttons" VALUES('small','WWiBKue-nXif1t0yfGg7','2026-001/alert/an/0','{"type":"GiveAnswer","number":"2026-001","answer":"arrived"}');
INSERT INTO "buttons" VALUES('small','X5Wjd2jWYdqrIXVsU7sy','2026-002/post/bo','{"type":"TurnPanel","number":"2026-002","view":"groups"}');
INSERT INTO "buttons" VALUES('small','XXHUIegFq3Gcsx7jpV-G','2026-002/alert/cui/2','{"type":"GiveAnswer","number":"2026-002","answer":"en_route"}');
INSERT INTO "buttons" VALUES('small','XoWXO6Wp0_cgvTkjtpIx','2026-002/post/bo','{"type":"TurnPanel","number":"2026-002","view":"proxy"}');
INSERT INTO "buttons" VALUES('small','YD9qk5awdIPfThJolbVr','desk/lead/1/bo','{"type":"JudgeLead","lead":"1","verdict":"false_alarm"}');
INSERT INTO "buttons" VALUES('small','ZaD_hyJQrnuKvbi1_j98','2026-002/call/an/police','{"type":"LogEmergencyCall","number":"2026-002","call":"police"}');
INSERT INTO "buttons" VALUES('small','aNULBIhMR3MgACy-DmSw','desk/proposal/1','{"type":"WithdrawActivation","proposal":"1"}');
INSERT INTO "buttons" VALUES('small','aYdEAV0SJSGdw_-6kqIy','2026-002/alert/cui/2','{"type":"GiveAnswer","number":"2026-002","answer":"acknowledged"}');
INSERT INTO "buttons" VALUES('small','b49lboQDteLLLl6lzpJ2','2026-002/alert/bo/0','{"type":"GiveAnswer","number":"2026-002","answer":"support"}');
INSERT INTO "buttons" VALUES('small','bKhmLo3grnIgsWGUMnCO','2026-002/post/an','{"type":"ProposeStandDown","number":"2026-002"}');
INSERT INTO "buttons" VALUES('small','cE_l-GdJMx7WquxtYNNK','2026-002/alert/cui/1','{"type":"GiveAnswer","number":"2026-002","answer":"acknowledged"}');
INSERT INTO "buttons" VALUES('small','cYDbaRlaUzeYfoOZ30Q0','2026-001/post/an','{"type":"TurnPanel","number":"2026-001","view":"groups"}');
INSERT INTO "buttons" VALUES('small','dBL8-ffl4Czj6o_BAtUm','2026-002/post/bo','{"type":"TurnPanel","number":"2026-002","view":"headcount"}');
INSERT INTO "buttons" VALUES('small','dElvbXWCUUzyxpYbN7IJ','2026-002/alert/cui/2','{"type":"GiveAnswer","number":"2026-002","answer":"arrived"}');
INSERT INTO "buttons" VALUES('small','dKZj1ctjmlxaehbk7cCx','2026-001/group/cui/order/response','{"type":"CheckTask","number":"2026-001","task":"cordon"}');
INSERT INTO "buttons" VALUES('small','eYUbN_j2cCB7taOQw1jz','2026-001/call/an/police','{"type":"LogEmergencyCall","number":"2026-001","call":"police"}');
INSERT INTO "buttons" VALUES('small','f451szpnCUzTcOs9qosE','2026-002/group/bo/order/response','{"type":"BlockTask","number":"2026-002","task":"guard-north"}');
INSERT INTO "buttons" VALUES('small','fUDzrXh4JdpqKTN2tCit','2026-002/calls/an/1','{"type":"LogPhoneResult","number":"2026-002","member":"cui","result":"no_answer"}');
INSERT INTO "buttons" VALUES('small','fl-2tGiAO9mu7-WvATdx','2026-001/alert/bo/0','{"type":"GiveAnswer","number":"2026-001","answer":"arrived"}');
INSERT INTO "buttons" VALUES('small','gCFZy5qwfCoEia_yNwM6','2026-001/post/bo','{"type":"TurnPanel","number":"2026-001","view":"bulletin"}');
INSERT INTO "buttons" VALUES('small','gN9MLbVZai9CHO1EDcO6','2026-001/post/an','{"type":"TurnPanel","number":"2026-001","view":"casualties"}');
INSERT INTO "buttons" VALUES('small','g_HHfAWDM0rjhrIOrGlm','2026-002/alert/cui/2','{"type":"GiveAnswer","number":"2026-002","answer":"unable"}');
INSERT INTO "buttons" VALUES('small','hXdpU11_qRv19X2qTj70','2026-002/group/bo/order/response','{"type":"TurnPanel","number":"2026-002","view":"headcount"}');
INSERT INTO "buttons" VALUES('small','hdOa7TSJN2VSTap_FAiK','2026-002/alert/cui/1','{"type":"GiveAnswer","number":"2026-002","answer":"unable"}');
INSERT INTO "buttons" VALUES('small','iRGrieS5oHvPfWmdPFFM','2026-001/group/cui/order/response','{"type":"TurnPanel","number":"2026-001","view":"scene"}');
INSERT INTO "buttons" VALUES('small','iqcrC0G16MW0ZPK9EaAH','2026-002/alert/cui/0','{"type":"GiveAnswer","number":"2026-002","answer":"en_route"}');
INSERT INTO "buttons" VALUES('small','jblK-p8DM9ihq4E7-gJt','2026-002/alert/an/0','{"type":"GiveAnswer","number":"2026-002","answer":"en_route"}');
INSERT INTO "buttons" VALUES('small','jd2CUTe2_2OmWjMo2F1W','2026-001/post/an','{"type":"TurnPanel","number":"2026-001","view":"tasks"}');
INSERT INTO "buttons" VALUES('small','kvoLtXB0d1ZB8898jXjE','desk/lead/1/bo','{"type":"ProposeActivation","exercise":false,"lead":"1"}');
INSERT INTO "buttons" VALUES('small','mGJPB4VxgKtyISQRrohk','2026-001/group/bo/order/response','{"type":"BlockTask","number":"2026-001","task":"guard-north"}');
INSERT INTO "buttons" VALUES('small','mYn7HLYUs6hKiNKk-JSa','2026-001/post/bo','{"type":"TurnPanel","number":"2026-001","view":"casualties"}');
INSERT INTO "buttons" VALUES('small','n8ZE-gpxvLKwCAZq-NIf','2026-001/post/bo','{"type":"CloseIncident","number":"2026-001"}');
INSERT INTO "buttons" VALUES('small','nQWZBYSrH6OsCcrpnjd-','2026-001/alert/cui/0','{"type":"GiveAnswer","number":"2026-001","answer":"unable"}');
INSERT INTO "buttons" VALUES('small','njiKh_ZIJrCEfFcImFYp','2026-001/group/cui/order/response','{"type":"CheckTask","number":"2026-001","task":"guard-north"}');
INSERT INTO "buttons" VALUES('small','oLXYc-EUZH2dLQ7xWcCz','2026-001/alert/an/0','{"type":"GiveAnswer","number":"2026-001","answer":"acknowledged"}');
INSERT INTO "buttons" VALUES('small','pbFLieaBVGxJkybkOOZI','2026-001/group/bo/order/response','{"type":"TurnPanel","number":"2026-001","view":"headcount"}');
INSERT INTO "buttons" VALUES('small','pncbQli1T9oRcLX7DVrY','2026-001/alert/bo/0','{"type":"GiveAnswer","number":"2026-001","answer":"support"}');
INSERT INTO "buttons" VALUES('small','pxM_PFxhVQCAOL50pm0D','2026-002/group/bo/order/response','{"type":"TurnPanel","number":"2026-002","view":"scene"}');
INSERT INTO "buttons" VALUES('small','qcUqWlDmxL5BUFw0Ejlz','2026-002/group/bo/order/response','{"type":"TurnPanel","number":"2026-002","view":"casualties"}');
INSERT INTO "buttons" VALUES('small','rNDY_QbzBakZwrFNYtc5','2026-002/calls/an/1','{"type":"LogPhoneResult","number":"2026-002","member":"cui","result":"reached"}');
INSERT INTO "buttons" VALUES('small','rb3CqQ8Cilu9QX-3g7TS','2026-001/alert/an/0','{"type":"GiveAnswer","number":"2026-001","answer":"support"}');
INSERT INTO "buttons" VALUES('small','s1Hf3NqrGKvEqIlUfEbV','2026-002/post/bo','{"type":"TurnPanel","number":"2026-002","view":"casualties"}');
INSERT INTO "buttons" VALUES('small','s5qDqRcDS-_jgDqfB5me','2026-002/alert/bo/0','{"type":"GiveAnswer","number":"2026-002","answer":"en_route"}');
INSERT INTO "buttons" VALUES('small','sXnAcv-qq42NStqKkhxa','2026-002/alert/an/0','{"type":"GiveAnswer","number":"2026-002","answer":"acknowledged"}');
INSERT INTO "buttons" VALUES('small','tR-rPeTYwHwtnwOIpW-f','2026-001/group/bo/order/response','{"type":"TurnPanel","number":"2026-001","view":"casualties"}');
INSERT INTO "buttons" VALUES('small','tbXSiCX-_4oeLYVDO25A','2026-002/alert/an/0','{"type":"GiveAnswer","number":"2026-002","answer":"support"}');
INSERT INTO "buttons" VALUES('small','th3cCnejDurfWyNi96iJ','2026-001/alert/an/0','{"type":"GiveAnswer","number":"2026-001","answer":"en_route"}');
INSERT INTO "buttons" VALUES('small','uKQuX1a3vO20dkT9-_GW','2026-002/post/bo','{"type":"TurnPanel","number":"2026-002","view":"bulletin"}');
INSERT INTO "buttons" VALUES('small','ulWgP6y1bXvT-GgJCyga','desk/lead/1/an','{"type":"JudgeLead","lead":"1","verdict":"verify"}');
INSERT INTO "buttons" VALUES('small','wMl5H3G_9DSzqzppcUTk','2026-001/post/bo','{"type":"TurnPanel","number":"2026-001","view":"headcount"}');
INSERT INTO "buttons" VALUES('small','wRjY385zIAGn-KvMMFtd','2026-001/group/bo/order/response','{"type":"BlockTask","number":"2026-001","task":"cordon"}');
INSERT INTO "buttons" VALUES('small','y4pmow0XKt9dm5CtbtON','2026-001/group/bo/order/response','{"type":"CheckTask","number":"2026-001","task":"guard-north"}');
INSERT INTO "buttons" VALUES('small','yYS-XGziZqaP3d78gEK1','2026-001/post/bo','{"type":"TurnPanel","number":"2026-001","view":"proxy"}');
INSERT INTO "buttons" VALUES('small','yhzAl92wL305GVJD8PBf','2026-001/group/cui/order/response','{"type":"BlockTask","number":"2026-001","task":"guard-north"}');
CREATE TABLE events (
    unit TEXT NOT NULL CHECK (unit <> ''),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    stream TEXT NOT NULL CHECK (stream <> ''),
    version INTEGER NOT NULL CHECK (version >= 1),
    time TEXT NOT NULL CHECK (time GLOB '????-??-??T??:??:??.??????+00:00'),
    actor TEXT NOT NULL CHECK (actor <> ''),
    event TEXT NOT NULL CHECK (event <> ''),
    data TEXT NOT NULL CHECK (data GLOB '{*' AND json_valid(data)),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    PRIMARY KEY (unit, seq),
    UNIQUE (unit, stream, version)
) STRICT;
INSERT INTO "events" VALUES('small',1,'people',1,'2026-03-02T04:00:02.688176+00:00','an','Enrolled','{"account":710000001,"code":"f341347cf12f350d69878a1db3a3ea75","member":"an"}','70c2422511c5b01a912c191ac80f9bf996e295d0c8597d47ec6f3ef9604441f7');
INSERT INTO "events" VALUES('small',2,'people',2,'2026-03-02T04:00:02.688176+00:00','bo','Enrolled','{"account":710000002,"code":"50c79d83cfe7238125dc6fe7090c3149","member":"bo"}','116f77a76b0fad98e7e5fb2cfbc454e919085b0eb7de775d5b1cef99acd9a254');
INSERT INTO "events" VALUES('small',3,'people',3,'2026-03-02T04:00:02.688176+00:00','cui','Enrolled','{"account":710000003,"code":"26ef338daef13723cbea37b6c7abcb1e","member":"cui"}','66b12d3be22889dacf2b0c949d4fd6432ac97e9daccf6036898c41f8605dd162');
INSERT INTO "events" VALUES('small',4,'people',4,'2026-03-02T04:00:02.708908+00:00','an','GroupLinked','{"chat":-4000000001,"may_pin":false,"title":"指挥群"}','255049542748952104ad4f0cc113bd5fa946e3d61e14e7ab9d0db232740bce76');
INSERT INTO "events" VALUES('small',5,'people',5,'2026-03-02T04:00:02.711567+00:00','system','GroupRightsChanged','{"may_pin":true}','9991fba462dc8b6b3285533e5129d5f06e204d2f8e92a7f7dfae60448c7359b2');
INSERT INTO "events" VALUES('small',6,'desk',1,'2026-03-02T04:00:02.713886+00:00','cui','LeadReported','{"lead":"1","location":null,"photo":null,"text":"东门有人闹事"}','25353c125715335b81c03f9962fdd2802c921f459f44c96f6af059f30a83776a');
INSERT INTO "events" VALUES('small',7,'desk',2,'2026-03-02T04:00:02.721282+00:00','an','LeadJudged','{"lead":"1","verdict":"false_alarm"}','d2e80cbba08ceb2a26c40dbdb768feb775fe120ca5fce5863409d3de3b63e6bf');
INSERT INTO "events" VALUES('small',8,'desk',3,'2026-03-02T04:00:02.723712+00:00','an','ActivationProposed','{"exercise":true,"expires":"2026-03-02T04:01:02.723712Z","lead":null,"place":"操场","proposal":"1","what":"演练一次"}','97c54539200987e517d37120f469c4cd18ba115a55d081cb3958bc24cdd93b06');
INSERT INTO "events" VALUES('small',9,'desk',4,'2026-03-02T04:00:03.761736+00:00','an','ActivationConfirmed','{"number":"2026-001","proposal":"1"}','60ad56771a649110eefe2dc81bb5ef077473a4a181fbdec0e63a05340d182828');
INSERT INTO "events" VALUES('small',10,'incident/2026-001',1,'2026-03-02T04:00:03.761736+00:00','an','Activated','{"exercise":true,"groups":[{"group":"order","lead":"bo","members":["bo","cui"]}],"lead":null,"number":"2026-001","place":"操场","plan":{"adopted":"2020-05-01","assembly_points":[{"id":"field","name":"操场"}],"attested":[],"callback":"0791-0000-0000","calls":[{"clause":"3","id":"police","name":"公安","number":"110","script":["地点：{place}"],"task":"cordon"}],"clauses":[{"id":"3","text":"指挥部"},{"id":"4.1","text":"到场"},{"id":"7.10","text":"责任"}],"command_post":["director","deputy"],"duty_leader":null,"exits":[{"id":"north","name":"北门"}],"groups":[{"clause":"3","id":"order","name":"秩序组","purpose":"守门","safety":null,"strength":2}],"key_places":[],"landmark":"钟楼","language":"zh-CN","meet":"门口","name":"小单位","office":"deputy","retention":{"locations":"180d","phone_results":"180d"},"roles":[{"id":"director","name":"所长"},{"id":"deputy","name":"副所长"},{"id":"staff","name":"人员"}],"succession":["director","deputy"],"tasks":[{"clause":"3","deadline":"5min","each":null,"first_response":false,"group":"order","id":"cordon","milestone":false,"phase":"response","title":"封锁"},{"clause":"7.10","deadline":"5min","each":"exits","first_response":false,"group":"order","id":"guard","milestone":false,"phase":"response","title":"守{place}"}],"tiers":[{"clause":"4.1","name":"领导","number":1},{"clause":"4.1","name":"人员","number":2}],"time_zone":"Asia/Shanghai","times":{"confirm":"1min","escalate":"3min","lead_silent":"3min","phone_tree":"2min","ring":["1min","2min","4min"],"stand_down_ring":["2min"],"summary":"10min","task_escalate":"5min"},"unit":"small","upward_reports":{"clause":"3","final":"1d","first":"15min","follow_up":"1h","recipient":"上级"},"version":"1"},"roster":{"members":[{"group":[],"id":"an","lead":[],"name":"安一","phone":"138-0000-0001","roles":["director"],"tier":1,"title":"所长"},{"group":["order"],"id":"bo","lead":["order"],"name":"柏二","phone":"13800000002","roles":["deputy"],"tier":1,"title":"副所长"},{"group":["order"],"id":"cui","lead":[],"name":"崔三","phone":"+86 138 0000 0003","roles":["staff"],"tier":2,"title":"保安"}]},"what":"演练一次"}','064693af47ef94c78512527b724fcdcbaf0c88807bd0bb97afdff202bac91f79');
INSERT INTO "events" VALUES('small',11,'incident/2026-001',2,'2026-03-02T04:00:03.761736+00:00','an','Answered','{"answer":"acknowledged","exercise":true,"member":"an","number":"2026-001"}','8ee61930ad94507c2d1233b0c9728da6767afe0b928a803d99da93c3b5de47b5');
INSERT INTO "events" VALUES('small',12,'incident/2026-001',3,'2026-03-02T04:00:03.775614+00:00','cui','Answered','{"answer":"acknowledged","exercise":true,"member":"cui","number":"2026-001"}','85a38e5e774bc5451697064d455739387b1f2b31ec4b7c74191ca2af8bbf96b4');
INSERT INTO "events" VALUES('small',13,'incident/2026-001',4,'2026-03-02T04:00:03.778695+00:00','system','AlertsDelivered','{"exercise":true,"members":["cui"],"number":"2026-001"}','9c69b49fef07467ecd4b909137bb35434eb26312ca52239e5c9730f405e03eda');
INSERT INTO "events" VALUES('small',14,'incident/2026-001',5,'2026-03-02T04:00:04.806747+00:00','bo','Answered','{"answer":"arrived","exercise":true,"member":"bo","number":"2026-001"}','69a53c697542192b41098287907671e500bd12dfe6a481216a0017a967a68a21');
INSERT INTO "events" VALUES('small',15,'incident/2026-001',6,'2026-03-02T04:00:04.810096+00:00','system','AlertsDelivered','{"exercise":true,"members":["an","bo"],"number":"2026-001"}','a0d4354f0e9b797710c80541b7c87676f97cb28d406993b34aa8910886c5b954');
INSERT INTO "events" VALUES('small',16,'incident/2026-001',7,'2026-03-02T04:00:06.907528+00:00','an','StandDownProposed','{"exercise":true,"expires":"2026-03-02T04:01:06.907528Z","number":"2026-001"}','b44e05d3607a7aa474224f062c6f04a6580635d1d34b7bbb004ad5241f5eef53');
INSERT INTO "events" VALUES('small',17,'incident/2026-001',8,'2026-03-02T04:00:07.957630+00:00','an','StoodDown','{"exercise":true,"false_alarm":false,"number":"2026-001"}','9f921372ed6ea44fca9170a1f0702f31debd92b037bfddb271638470b73d5989');
INSERT INTO "events" VALUES('small',18,'incident/2026-001',9,'2026-03-02T04:00:07.964357+00:00','cui','StandDownAcknowledged','{"exercise":true,"member":"cui","number":"2026-001"}','4cd2d50eac5d5c5e030c056f2b4368dca7708f53be2f60f538b093616892decf');
INSERT INTO "events" VALUES('small',19,'incident/2026-001',10,'2026-03-02T04:00:07.969009+00:00','system','StandDownDelivered','{"exercise":true,"members":["cui"],"number":"2026-001"}','12a0a6a99621be7610ccfa523bacb98d97956099d249b096c6be64a5e9e9bba1');
INSERT INTO "events" VALUES('small',20,'desk',5,'2026-03-02T04:00:08.966156+00:00','an','ActivationProposed','{"exercise":false,"expires":"2026-03-02T04:01:08.966156Z","lead":null,"place":"图书馆","proposal":"2","what":"有人受伤"}','ff3d9f82745f3c1bf4815fc6cd6d33e667b05bf8135e963c1437f33b118bf40f');
INSERT INTO "events" VALUES('small',21,'incident/2026-001',11,'2026-03-02T04:00:09.009180+00:00','system','StandDownDelivered','{"exercise":true,"members":["an","bo"],"number":"2026-001"}','7929ed96dab520b4d5daf6a68fd32049b5c3b95c14a196c6984075c4c2ae59e8');
INSERT INTO "events" VALUES('small',22,'desk',6,'2026-03-02T04:00:10.060394+00:00','an','ActivationConfirmed','{"number":"2026-002","proposal":"2"}','830ca15626650c57aaaadfcdd4e7197ffe9d53ba7b6a833572bea1824d05f783');
INSERT INTO "events" VALUES('small',23,'incident/2026-001',12,'2026-03-02T04:00:10.060394+00:00','an','ExerciseOverridden','{"exercise":true,"live":"2026-002","number":"2026-001"}','5c0ab6aba5d81a202273df71f19055aa89547409c573ed2d1b3a564d216b5b1c');
INSERT INTO "events" VALUES('small',24,'incident/2026-002',1,'2026-03-02T04:00:10.060394+00:00','an','Activated','{"exercise":false,"groups":[{"group":"order","lead":"bo","members":["bo","cui"]}],"lead":null,"number":"2026-002","place":"图书馆","plan":{"adopted":"2020-05-01","assembly_points":[{"id":"field","name":"操场"}],"attested":[],"callback":"0791-0000-0000","calls":[{"clause":"3","id":"police","name":"公安","number":"110","script":["地点：{place}"],"task":"cordon"}],"clauses":[{"id":"3","text":"指挥部"},{"id":"4.1","text":"到场"},{"id":"7.10","text":"责任"}],"command_post":["director","deputy"],"duty_leader":null,"exits":[{"id":"north","name":"北门"}],"groups":[{"clause":"3","id":"order","name":"秩序组","purpose":"守门","safety":null,"strength":2}],"key_places":[],"landmark":"钟楼","language":"zh-CN","meet":"门口","name":"小单位","office":"deputy","retention":{"locations":"180d","phone_results":"180d"},"roles":[{"id":"director","name":"所长"},{"id":"deputy","name":"副所长"},{"id":"staff","name":"人员"}],"succession":["director","deputy"],"tasks":[{"clause":"3","deadline":"5min","each":null,"first_response":false,"group":"order","id":"cordon","milestone":false,"phase":"response","title":"封锁"},{"clause":"7.10","deadline":"5min","each":"exits","first_response":false,"group":"order","id":"guard","milestone":false,"phase":"response","title":"守{place}"}],"tiers":[{"clause":"4.1","name":"领导","number":1},{"clause":"4.1","name":"人员","number":2}],"time_zone":"Asia/Shanghai","times":{"confirm":"1min","escalate":"3min","lead_silent":"3min","phone_tree":"2min","ring":["1min","2min","4min"],"stand_down_ring":["2min"],"summary":"10min","task_escalate":"5min"},"unit":"small","upward_reports":{"clause":"3","final":"1d","first":"15min","follow_up":"1h","recipient":"上级"},"version":"1"},"roster":{"members":[{"group":[],"id":"an","lead":[],"name":"安一","phone":"138-0000-0001","roles":["director"],"tier":1,"title":"所长"},{"group":["order"],"id":"bo","lead":["order"],"name":"柏二","phone":"13800000002","roles":["deputy"],"tier":1,"title":"副所长"},{"group":["order"],"id":"cui","lead":[],"name":"崔三","phone":"+86 138 0000 0003","roles":["staff"],"tier":2,"title":"保安"}]},"what":"有人受伤"}','e78ae0a87ef9f5704d973f8372ccb5fcff6357d4c3dd935596c728025d60ef18');
INSERT INTO "events" VALUES('small',25,'incident/2026-002',2,'2026-03-02T04:00:10.060394+00:00','an','Answered','{"answer":"acknowledged","exercise":false,"member":"an","number":"2026-002"}','c6827a2c3289eb39de8b39a1b6eb746d541497017f88081e5c0a8d8ef23a5996');
INSERT INTO "events" VALUES('small',26,'incident/2026-002',3,'2026-03-02T04:01:12.106767+00:00','bo','Answered','{"answer":"en_route","exercise":false,"member":"bo","number":"2026-002"}','af701d2dde4cba321608561f40127d5771463315a189c7b698677b2d92743eb8');
INSERT INTO "events" VALUES('small',27,'incident/2026-002',4,'2026-03-02T04:01:12.114468+00:00','system','AlertsDelivered','{"exercise":false,"members":["bo","cui"],"number":"2026-002"}','e76a4789e2a2b961645831e24dfe68f070dcd8f293d59ebedafe62c93610b2a0');
INSERT INTO "events" VALUES('small',28,'incident/2026-002',5,'2026-03-02T04:01:12.159989+00:00','system','RungAgain','{"exercise":false,"late":false,"members":["cui"],"number":"2026-002","ring":1}','a0529c8546e51616a4a010baa17fc2150d4fd1def233a01c27ab3908d21b8429');
INSERT INTO "events" VALUES('small',29,'incident/2026-002',6,'2026-03-02T04:02:23.162725+00:00','system','AlertsDelivered','{"exercise":false,"members":["an"],"number":"2026-002"}','3f6a7c8d03c312435bf8693d216b6aa468e3d520a3ece4149c80ad6f96f0192a');
INSERT INTO "events" VALUES('small',30,'incident/2026-002',7,'2026-03-02T04:02:23.169584+00:00','system','RungAgain','{"exercise":false,"late":false,"members":["cui"],"number":"2026-002","ring":2}','492465d20b664707a1231046310bdf6c3f7f24097b31c7fe115822923d8e732b');
INSERT INTO "events" VALUES('small',31,'incident/2026-002',8,'2026-03-02T04:02:23.169584+00:00','system','CallsDealt','{"calls":[["an",["cui"]]],"exercise":false,"number":"2026-002"}','c42c71e7962cb6b6daa0278161c9cb3fac4f2740dc96c0588543cc0549034049');
CREATE TABLE heads (
    unit TEXT NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    FOREIGN KEY (unit, seq) REFERENCES events (unit, seq)
) STRICT;
INSERT INTO "heads" VALUES('small',31,'c42c71e7962cb6b6daa0278161c9cb3fac4f2740dc96c0588543cc0549034049');
CREATE TABLE origins (
    unit TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin <> ''),
    time TEXT NOT NULL CHECK (time GLOB '????-??-??T??:??:??.??????+00:00'),
    PRIMARY KEY (unit, origin)
) STRICT, WITHOUT ROWID;
INSERT INTO "origins" VALUES('small','710000003:3','2026-11-25T04:01:29.830755+00:00');
INSERT INTO "origins" VALUES('small','710000001:4','2026-11-25T04:01:29.840432+00:00');
INSERT INTO "origins" VALUES('small','710000001:9','2026-11-25T04:01:36.081272+00:00');
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    unit TEXT NOT NULL CHECK (unit <> ''),
    card TEXT NOT NULL CHECK (card <> ''),
    address TEXT NOT NULL CHECK (address <> ''),
    lane INTEGER NOT NULL CHECK (lane >= 1),
    body TEXT NOT NULL,
    cause TEXT NOT NULL CHECK (cause GLOB '????-??-??T??:??:??.??????+00:00'),
    closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
    reply TEXT,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    shown INTEGER NOT NULL CHECK (shown BETWEEN 0 AND revision),
    chat_id INTEGER,
    message_id INTEGER,
    shown_at TEXT CHECK (shown_at GLOB '????-??-??T??:??:??.??????+00:00'),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    next_try TEXT CHECK (next_try GLOB '????-??-??T??:??:??.??????+00:00'),
    problem TEXT,
    gone TEXT,
    gone_at TEXT CHECK (gone_at GLOB '????-??-??T??:??:??.??????+00:00'),
    waiting INTEGER NOT NULL CHECK (waiting IN (0, 1)),
    UNIQUE (unit, card),
    CHECK ((message_id IS NULL) = (chat_id IS NULL) AND (message_id IS NULL) = (shown_at IS NULL)),
    CHECK ((gone IS NULL) = (gone_at IS NULL)),
    CHECK (NOT waiting OR (shown < revision AND gone IS NULL))
) STRICT;
INSERT INTO "outbox" VALUES(1,'small','people/welcome/an/1772424002688','member:an',2,'{"text":"<b>安一，登记成功</b>\n小单位 · 所长\n职务：所长\n\n✅ 你看得到这条，紧急时就找得到你。\n紧急情况时这里会响：点一个按钮回答就行。请打开通知声音。\n发现险情：发 /report 加一句话，直送领导。\n其他：/help"}','2026-03-02T04:00:02.688176+00:00',0,NULL,1,1,710000001,2,'2026-03-02T04:00:02.706800+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(2,'small','people/welcome/bo/1772424002688','member:bo',2,'{"text":"<b>柏二，登记成功</b>\n小单位 · 副所长\n职务：副所长\n编组：秩序组\n\n✅ 你看得到这条，紧急时就找得到你。\n紧急情况时这里会响：点一个按钮回答就行。请打开通知声音。\n发现险情：发 /report 加一句话，直送领导。\n其他：/help"}','2026-03-02T04:00:02.688176+00:00',0,NULL,1,1,710000002,2,'2026-03-02T04:00:02.706902+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(3,'small','people/welcome/cui/1772424002688','member:cui',2,'{"text":"<b>崔三，登记成功</b>\n小单位 · 保安\n职务：人员\n编组：秩序组\n\n✅ 你看得到这条，紧急时就找得到你。\n紧急情况时这里会响：点一个按钮回答就行。请打开通知声音。\n发现险情：发 /report 加一句话，直送领导。\n其他：/help"}','2026-03-02T04:00:02.688176+00:00',0,NULL,1,1,710000003,2,'2026-03-02T04:00:02.706963+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(4,'small','people/group/-4000000001','chat:group',4,'{"text":"<b>本群已绑定：小单位应急指挥群</b>"}','2026-03-02T04:00:02.711567+00:00',0,NULL,2,2,-4000000001,2,'2026-03-02T04:00:02.717834+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(5,'small','people/office/bo/linked/1772424002708','member:bo',3,'{"text":"指挥群已绑定：指挥群\n请把机器人设为管理员并给予“置顶消息”权限，否则状态卡无法置顶。"}','2026-03-02T04:00:02.708908+00:00',0,NULL,1,1,710000002,3,'2026-03-02T04:00:02.713121+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(6,'small','desk/lead/1/an','member:an',2,'{"text":"<b>⚠️ 收到情况报告</b>\n报告人：崔三 +86 138 0000 0003（12:00）\n「东门有人闹事」\n\n<b>12:00 安一：误报</b>"}','2026-03-02T04:00:02.721282+00:00',1,NULL,2,2,710000001,3,'2026-03-02T04:00:02.726454+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(7,'small','desk/lead/1/bo','member:bo',1,'{"text":"<b>⚠️ 收到情况报告</b>\n报告人：崔三 +86 138 0000 0003（12:00）\n「东门有人闹事」\n\n<b>12:00 安一：误报</b>"}','2026-03-02T04:00:02.721282+00:00',1,NULL,2,2,710000002,4,'2026-03-02T04:00:03.756645+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(8,'small','desk/receipt/1','member:cui',2,'{"text":"<b>12:00 安一：误报</b>\n报给 2 位领导：所长 安一、副所长 柏二\n「东门有人闹事」"}','2026-03-02T04:00:02.721282+00:00',1,NULL,2,2,710000003,4,'2026-03-02T04:00:02.726517+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(9,'small','desk/proposal/1','member:an',2,'{"text":"【演练】<b>🟦 开始演练？</b>\n【演练】✅ 已启动，编号 2026-001"}','2026-03-02T04:00:03.761736+00:00',1,NULL,2,2,710000001,5,'2026-03-02T04:00:05.856429+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(10,'small','2026-001/alert/an/0','member:an',4,'{"text":"【演练】<b>演练 2026-001 终止：真实事件 2026-002 已启动，以新警报为准。</b>"}','2026-03-02T04:00:10.060394+00:00',1,NULL,3,3,710000001,6,'2026-03-02T04:02:29.455449+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(11,'small','2026-001/alert/bo/0','member:bo',4,'{"text":"【演练】<b>演练 2026-001 终止：真实事件 2026-002 已启动，以新警报为准。</b>"}','2026-03-02T04:00:10.060394+00:00',1,NULL,4,4,710000002,5,'2026-03-02T04:02:29.455602+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(12,'small','2026-001/alert/cui/0','member:cui',4,'{"text":"【演练】<b>演练 2026-001 终止：真实事件 2026-002 已启动，以新警报为准。</b>"}','2026-03-02T04:00:10.060394+00:00',1,NULL,4,4,710000003,5,'2026-03-02T04:02:25.255979+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(13,'small','2026-001/post/an','member:an',3,'{"text":"【演练】<b>⚪ 演练已结束 2026-001</b>\n【演练】地点：操场\n【演练】情况：演练一次\n【演练】12:00 由 安一 启动\n【演练】12:00 响应解除\n【演练】<b>演练 2026-001 终止：真实事件 2026-002 已启动，以新警报为准。</b>\n\n【演练】警报送达 3/3\n【演练】<b>收到 2 · 在途 0 · 已到达 1 · 无应答 0</b>\n\n\n【演练】<b>已知悉 1/3</b>"}','2026-03-02T04:00:10.060394+00:00',1,NULL,8,8,710000001,7,'2026-03-02T04:02:25.256059+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(14,'small','2026-001/post/bo','member:bo',3,'{"text":"【演练】<b>⚪ 演练已结束 2026-001</b>\n【演练】地点：操场\n【演练】情况：演练一次\n【演练】12:00 由 安一 启动\n【演练】12:00 响应解除\n【演练】<b>演练 2026-001 终止：真实事件 2026-002 已启动，以新警报为准。</b>\n\n【演练】警报送达 3/3\n【演练】<b>收到 2 · 在途 0 · 已到达 1 · 无应答 0</b>\n\n\n【演练】<b>已知悉 1/3</b>"}','2026-03-02T04:00:10.060394+00:00',1,NULL,8,8,710000002,6,'2026-03-02T04:02:25.256108+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(15,'small','2026-001/report/bo','member:bo',3,'{"text":"【演练】<b>向上级上报 · 2026-001</b>\n【演练】已处理，不必再管。"}','2026-03-02T04:00:10.060394+00:00',1,NULL,3,3,710000002,7,'2026-03-02T04:02:24.209636+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(16,'small','2026-001/call/bo/police','member:bo',3,'{"text":"【演练】<b>响应已解除，不必再打 110。</b>"}','2026-03-02T04:00:07.957630+00:00',1,NULL,2,0,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(17,'small','2026-001/call/an/police','member:an',3,'{"text":"【演练】<b>响应已解除，不必再打 110。</b>"}','2026-03-02T04:00:07.957630+00:00',1,NULL,2,0,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(18,'small','2026-001/group/bo/order/response','member:bo',4,'{"text":"【演练】秩序组（2026-001）任务结束。"}','2026-03-02T04:00:07.957630+00:00',1,NULL,4,0,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(19,'small','2026-001/status/-4000000001','chat:group',4,'{"text":"【演练】<b>⚪ 演练已结束 2026-001</b>\n【演练】地点：操场\n【演练】情况：演练一次\n【演练】集合点：操场\n【演练】12:00 启动\n【演练】12:00 响应解除"}','2026-03-02T04:00:10.060394+00:00',1,NULL,6,6,-4000000001,3,'2026-03-02T04:00:10.713442+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(20,'small','2026-001/chat/phase/Activated','chat:group',4,'{"text":"【演练】<b>🟦 2026-001 演练开始。地点：操场。</b>"}','2026-03-02T04:00:03.761736+00:00',0,NULL,1,1,-4000000001,5,'2026-03-02T04:00:03.777539+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(21,'small','2026-001/group/cui/order/response','member:cui',4,'{"text":"【演练】秩序组（2026-001）任务结束。"}','2026-03-02T04:00:07.957630+00:00',1,NULL,2,2,710000003,6,'2026-03-02T04:00:10.059390+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(22,'small','2026-001/first_response/bo','member:bo',4,'{"text":"【演练】<b>先做急事 · 2026-001</b>\n【演练】✅ 急事都已完成"}','2026-03-02T04:00:04.806747+00:00',1,NULL,1,0,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(23,'small','2026-001/stand_down_confirm/an/1','member:an',1,'{"text":"【演练】<b>确认解除响应 2026-001？</b>\n【演练】演练 2026-001 终止：真实事件 2026-002 已启动，以新警报为准。"}','2026-03-02T04:00:10.060394+00:00',1,NULL,3,3,710000001,8,'2026-03-02T04:01:12.106159+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(24,'small','2026-001/stand_down/an/0','member:an',4,'{"text":"【演练】<b>🟢 演练结束 2026-001</b>\n【演练】停止赶往现场，在途的请返回。\n【演练】12:00 由 安一 解除"}','2026-03-02T04:00:10.060394+00:00',1,NULL,2,1,710000001,10,'2026-03-02T04:00:09.005504+00:00',0,NULL,NULL,NULL,NULL,1);
INSERT INTO "outbox" VALUES(25,'small','2026-001/stand_down/bo/0','member:bo',4,'{"text":"【演练】<b>🟢 演练结束 2026-001</b>\n【演练】停止赶往现场，在途的请返回。\n【演练】12:00 由 安一 解除"}','2026-03-02T04:00:10.060394+00:00',1,NULL,2,1,710000002,8,'2026-03-02T04:00:09.005556+00:00',0,NULL,NULL,NULL,NULL,1);
INSERT INTO "outbox" VALUES(26,'small','2026-001/stand_down/cui/0','member:cui',4,'{"text":"【演练】<b>🟢 演练结束 2026-001</b>\n【演练】停止赶往现场，在途的请返回。\n【演练】12:00 由 安一 解除\n【演练】✅ 已知悉 12:00"}','2026-03-02T04:00:07.964357+00:00',1,NULL,2,2,710000003,7,'2026-03-02T04:00:09.005418+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(27,'small','2026-001/call/cui/police','member:cui',3,'{"text":"【演练】<b>响应已解除，不必再打 110。</b>"}','2026-03-02T04:00:07.957630+00:00',1,NULL,1,0,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(28,'small','2026-001/group/bo/order/aftermath','member:bo',4,'{"text":"【演练】秩序组（2026-001）任务结束。"}','2026-03-02T04:00:07.957630+00:00',1,NULL,1,0,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(29,'small','2026-001/group/cui/order/aftermath','member:cui',4,'{"text":"【演练】秩序组（2026-001）任务结束。"}','2026-03-02T04:00:07.957630+00:00',1,NULL,1,0,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(30,'small','2026-001/chat/phase/StoodDown','chat:group',4,'{"text":"【演练】<b>🟢 2026-001 演练结束。</b>"}','2026-03-02T04:00:07.957630+00:00',0,NULL,1,1,-4000000001,6,'2026-03-02T04:02:25.712563+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(31,'small','2026-001/report_nag/bo/1/office','member:bo',5,'{"text":"【演练】<b>⏰ 终报（2026-001）已到时限，请马上上报</b>\n【演练】已处理，不必再管。"}','2026-03-02T04:00:07.957630+00:00',1,NULL,1,0,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(32,'small','2026-001/report_nag/an/1/leader','member:an',5,'{"text":"【演练】<b>⏰ 终报（2026-001）已到时限，请马上上报</b>\n【演练】已处理，不必再管。"}','2026-03-02T04:00:07.957630+00:00',1,NULL,1,0,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(33,'small','2026-001/report_nag/bo/1/office-final','member:bo',5,'{"text":"【演练】<b>⏰ 终报（2026-001）已到时限，请马上上报</b>\n【演练】已处理，不必再管。"}','2026-03-02T04:00:07.957630+00:00',1,NULL,1,0,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(34,'small','2026-001/report_nag/an/1/leader-final','member:an',5,'{"text":"【演练】<b>⏰ 终报（2026-001）已到时限，请马上上报</b>\n【演练】已处理，不必再管。"}','2026-03-02T04:00:07.957630+00:00',1,NULL,1,0,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(35,'small','desk/proposal/2','member:an',2,'{"text":"<b>🔴 确认启动？</b>\n✅ 已启动，编号 2026-002"}','2026-03-02T04:00:10.060394+00:00',1,NULL,2,2,710000001,11,'2026-03-02T04:02:24.209720+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(36,'small','2026-002/alert/an/0','member:an',1,'{"keys":[[{"style":"success","text":"收到","token":"sXnAcv-qq42NStqKkhxa"},{"style":"primary","text":"在途","token":"jblK-p8DM9ihq4E7-gJt"},{"style":"success","text":"已到达","token":"4a3hSF2MA3JrnfidHaSa"}],[{"text":"无法到达","token":"MimXXvACss85AzPJQ8wr"},{"style":"danger","text":"需支援","token":"tbXSiCX-_4oeLYVDO25A"}]],"text":"<b>🔴 紧急集结 2026-002</b>\n情况：有人受伤\n地点：<b>图书馆</b>\n集合点：操场\n你的职务：所长\n12:00 由 安一 启动\n\n✅ <b>收到</b> 12:00"}','2026-03-02T04:00:10.060394+00:00',0,NULL,1,1,710000001,12,'2026-03-02T04:02:23.156932+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(37,'small','2026-002/alert/bo/0','member:bo',2,'{"keys":[[{"style":"success","text":"收到","token":"AYklo9NW3pgb6DlOK-kZ"},{"style":"primary","text":"在途","token":"s5qDqRcDS-_jgDqfB5me"},{"style":"success","text":"已到达","token":"UfEyQc8WHoF30rXa6ryn"}],[{"text":"无法到达","token":"19cDiwLVVnuGrJ1QMlG6"},{"style":"danger","text":"需支援","token":"b49lboQDteLLLl6lzpJ2"}]],"text":"<b>🔴 紧急集结 2026-002</b>\n情况：有人受伤\n地点：<b>图书馆</b>\n集合点：操场\n你的职务：副所长\n你的组：<b>秩序组</b>（你是组长）\n12:00 由 安一 启动\n\n✅ <b>在途</b> 12:01"}','2026-03-02T04:01:12.106767+00:00',0,NULL,2,2,710000002,9,'2026-03-02T04:02:23.156767+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(38,'small','2026-002/alert/cui/0','member:cui',4,'{"text":"已有更新的提醒，请看下面的消息。"}','2026-03-02T04:01:12.159989+00:00',1,NULL,2,2,710000003,8,'2026-03-02T04:02:26.306343+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(39,'small','2026-002/post/an','member:an',3,'{"keys":[[{"text":"分组","token":"59_2irhplmizz5fozoFN"},{"text":"任务","token":"5GnzX2aSKbFYlb07cbkK"},{"text":"通报","token":"IOBV99fdu4DCHqKZEBUQ"}],[{"text":"上报","token":"JtySDV2kSe8YHuGHHX7M"},{"style":"danger","text":"解除响应","token":"bKhmLo3grnIgsWGUMnCO"}],[{"text":"伤亡","token":"JN8XW6myBSd0xLUsQGf3"},{"text":"清点","token":"KMjwG2ype6NUcwfl2jRH"},{"text":"补充情况","token":"P-O88UjeTDgg9bpgRtxN"},{"text":"代报","token":"-uFBBmsntZ-pOmOyVkdu"}]],"text":"<b>🔴 响应中 2026-002</b>\n地点：图书馆\n情况：有人受伤\n12:00 由 安一 启动\n\n警报送达 3/3\n<b>收到 1 · 在途 1 · 已到达 0 · 无应答 1</b>\n\n❗秩序组 1/2（至少 2，不足）组长 柏二\n\n任务 0/2\n❗110 尚未拨打\n首报：12:15 前上报\n\n<b>无应答 1 人：</b>\n崔三 +86 138 0000 0003 — 无应答 📞安一 正在打"}','2026-03-02T04:02:23.169584+00:00',0,NULL,5,5,710000001,13,'2026-03-02T04:02:26.306463+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(40,'small','2026-002/post/bo','member:bo',3,'{"keys":[[{"text":"分组","token":"X5Wjd2jWYdqrIXVsU7sy"},{"text":"任务","token":"-23vuhEtjoOp2-QPuvlF"},{"text":"通报","token":"uKQuX1a3vO20dkT9-_GW"}],[{"text":"上报","token":"FB_scHZmQ3XT0YAOBcqN"},{"style":"danger","text":"解除响应","token":"MEcExRNBCCGGnassmtXZ"}],[{"text":"伤亡","token":"s1Hf3NqrGKvEqIlUfEbV"},{"text":"清点","token":"dBL8-ffl4Czj6o_BAtUm"},{"text":"补充情况","token":"VLFp8F_c4rnca-ozOGr1"},{"text":"代报","token":"XoWXO6Wp0_cgvTkjtpIx"}]],"text":"<b>🔴 响应中 2026-002</b>\n地点：图书馆\n情况：有人受伤\n12:00 由 安一 启动\n\n警报送达 3/3\n<b>收到 1 · 在途 1 · 已到达 0 · 无应答 1</b>\n\n❗秩序组 1/2（至少 2，不足）组长 柏二\n\n任务 0/2\n❗110 尚未拨打\n首报：12:15 前上报\n\n<b>无应答 1 人：</b>\n崔三 +86 138 0000 0003 — 无应答 📞安一 正在打"}','2026-03-02T04:02:23.169584+00:00',0,NULL,5,5,710000002,10,'2026-03-02T04:02:26.306534+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(41,'small','2026-002/report/bo','member:bo',3,'{"keys":[[{"text":"上报","token":"C96E6wFdedyuUrUH2zUq"}]],"text":"<b>向上级上报 · 2026-002</b>\n<b>首报：12:15 前上报</b>"}','2026-03-02T04:00:10.060394+00:00',0,NULL,1,1,710000002,11,'2026-03-02T04:02:27.357080+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(42,'small','2026-002/call/bo/police','member:bo',3,'{"keys":[[{"style":"success","text":"已拨打","token":"2T8-wUimUdSXkJPRw4Ni"}],[{"copy":"地点：图书馆","text":"复制要说的话"}]],"text":"<b>📞 马上拨打 110（公安）</b>\n接通后照着念：\n• 地点：图书馆"}','2026-03-02T04:00:10.060394+00:00',0,NULL,1,1,710000002,12,'2026-03-02T04:02:28.405808+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(43,'small','2026-002/call/an/police','member:an',3,'{"keys":[[{"style":"success","text":"已拨打","token":"ZaD_hyJQrnuKvbi1_j98"}],[{"copy":"地点：图书馆","text":"复制要说的话"}]],"text":"<b>📞 马上拨打 110（公安）</b>\n接通后照着念：\n• 地点：图书馆"}','2026-03-02T04:00:10.060394+00:00',0,NULL,1,1,710000001,14,'2026-03-02T04:02:27.357197+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(44,'small','2026-002/group/bo/order/response','member:bo',4,'{"keys":[[{"style":"primary","text":"☐ 1 封锁","token":"R_0aerveH8CfnYQpIzfS"},{"style":"danger","text":"受阻","token":"FHQ5XMcc1w8PS5k1jVDV"}],[{"style":"primary","text":"☐ 2 守北门","token":"2qbDGGhT0xC2tNfp0NgD"},{"style":"danger","text":"受阻","token":"f451szpnCUzTcOs9qosE"}],[{"text":"伤亡","token":"qcUqWlDmxL5BUFw0Ejlz"},{"text":"清点","token":"hXdpU11_qRv19X2qTj70"},{"text":"补充情况","token":"pxM_PFxhVQCAOL50pm0D"}]],"text":"<b>秩序组 · 2026-002</b>\n守门\n你是组长\n\n▫️ 1. 封锁（3，12:05 前）\n▫️ 2. 守北门（7.10，12:05 前）\n\n<b>到位 1/2，至少 2 人</b>\n柏二 13800000002 — 在途 12:01\n崔三 +86 138 0000 0003 — 无应答 📞安一 正在打"}','2026-03-02T04:02:23.169584+00:00',0,NULL,3,0,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,1);
INSERT INTO "outbox" VALUES(45,'small','2026-001/chat/phase/ExerciseOverridden','chat:group',4,'{"text":"【演练】<b>🔴 2026-001 演练终止：真实事件 2026-002 已启动。</b>"}','2026-03-02T04:00:10.060394+00:00',0,NULL,1,1,-4000000001,7,'2026-03-02T04:02:29.712903+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(46,'small','2026-002/status/-4000000001','chat:group',4,'{"pin":true,"text":"<b>🔴 响应中 2026-002</b>\n地点：图书馆\n情况：有人受伤\n集合点：操场\n12:00 启动\n\n收到 1 · 在途 1 · 已到达 0 · 无应答 1\n秩序组 到位 1/2"}','2026-03-02T04:01:12.106767+00:00',0,NULL,2,0,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,1);
INSERT INTO "outbox" VALUES(47,'small','2026-002/chat/phase/Activated','chat:group',4,'{"text":"<b>🔴 2026-002 已启动应急响应。地点：图书馆。请到集合点，听组长安排。</b>"}','2026-03-02T04:00:10.060394+00:00',0,NULL,1,0,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,1);
INSERT INTO "outbox" VALUES(48,'small','2026-002/alert/cui/1','member:cui',4,'{"text":"已有更新的提醒，请看下面的消息。"}','2026-03-02T04:02:23.169584+00:00',1,NULL,2,2,710000003,9,'2026-03-02T04:02:27.357010+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(49,'small','2026-002/alert/cui/2','member:cui',1,'{"keys":[[{"style":"success","text":"收到","token":"aYdEAV0SJSGdw_-6kqIy"},{"style":"primary","text":"在途","token":"XXHUIegFq3Gcsx7jpV-G"},{"style":"success","text":"已到达","token":"dElvbXWCUUzyxpYbN7IJ"}],[{"text":"无法到达","token":"g_HHfAWDM0rjhrIOrGlm"},{"style":"danger","text":"需支援","token":"JUV7OKr89GB7sEwvTcho"}]],"text":"<b>🔴 紧急集结 2026-002</b>\n<b>第 3 次提醒：请马上回答！</b>\n情况：有人受伤\n地点：<b>图书馆</b>\n集合点：操场\n你的职务：人员\n你的组：<b>秩序组</b>\n12:00 由 安一 启动\n\n<b>请点一个按钮回答 ↓</b>"}','2026-03-02T04:02:23.169584+00:00',0,NULL,1,1,710000003,10,'2026-03-02T04:02:24.209780+00:00',0,NULL,NULL,NULL,NULL,0);
INSERT INTO "outbox" VALUES(50,'small','2026-002/calls/an/1','member:an',3,'{"keys":[[{"copy":"+86 138 0000 0003","text":"崔三"},{"style":"success","text":"接通","token":"rNDY_QbzBakZwrFNYtc5"},{"text":"未接","token":"fUDzrXh4JdpqKTN2tCit"},{"style":"danger","text":"关机","token":"OUVXKqnIQOSj79wzPRwq"}]],"text":"<b>📞 请打电话 · 2026-002</b>\n这几位还没有回答。请马上打电话，告诉情况，再点结果：\n要说的：地点 图书馆，集合点 操场，请马上在手机上回答。\n• <b>崔三</b> +86 138 0000 0003 — 待拨打"}','2026-03-02T04:02:23.169584+00:00',0,NULL,1,1,710000001,15,'2026-03-02T04:02:28.405894+00:00',0,NULL,NULL,NULL,NULL,0);
CREATE TABLE settings (
    unit TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    value TEXT NOT NULL,
    PRIMARY KEY (unit, name)
) STRICT, WITHOUT ROWID;
INSERT INTO "settings" VALUES('small','heartbeat','2026-03-02T04:00:02.704418+00:00');
INSERT INTO "settings" VALUES('small','salt','4SkkYxUdlXR0bUGp_zcLww');
INSERT INTO "settings" VALUES('small','username','muster_bot');
CREATE TRIGGER events_follow_their_stream BEFORE INSERT ON events
WHEN NEW.version <> 1 + coalesce((SELECT max(version) FROM events WHERE unit = NEW.unit AND stream = NEW.stream), 0)
BEGIN
    SELECT RAISE(ABORT, 'version does not follow');
END;
CREATE TRIGGER events_follow_the_log BEFORE INSERT ON events
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM events WHERE unit = NEW.unit), 0)
BEGIN
    SELECT RAISE(ABORT, 'seq does not follow');
END;
CREATE TRIGGER events_stay BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER events_are_kept BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER heads_move_on BEFORE UPDATE ON heads WHEN NEW.seq <= OLD.seq
BEGIN
    SELECT RAISE(ABORT, 'the log only grows');
END;
CREATE INDEX outbox_waiting ON outbox (unit, cause, id) WHERE waiting;
CREATE INDEX outbox_message ON outbox (unit, chat_id, message_id) WHERE message_id IS NOT NULL;
CREATE TRIGGER buttons_keep_their_meaning BEFORE UPDATE ON buttons
WHEN NEW.card <> OLD.card OR NEW.command <> OLD.command
BEGIN
    SELECT RAISE(ABORT, 'a button token stands for something else already');
END;
CREATE INDEX origins_time ON origins (unit, time);

PRAGMA application_id = 0x4D535452;
PRAGMA user_version = 1;
COMMIT;
