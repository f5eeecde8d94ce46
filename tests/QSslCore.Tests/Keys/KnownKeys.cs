namespace QSslCore.Tests.Keys;

/// <summary>Keys that OpenSSL's programs have written, made for tests and used for nothing else.</summary>
internal static class KnownKeys
{
    public const string PassPhrase = "secret";

    /// <summary>The traditional form after its parameters, as openssl ecparam -genkey writes it.</summary>
    public const string Parameters = """
        -----BEGIN EC PARAMETERS-----
        BggqhkjOPQMBBw==
        -----END EC PARAMETERS-----
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEINRsRC35OZYZArMUf8thUgLSk6TMTVkgOqnzdKW0cnU5oAoGCCqGSM49
        AwEHoUQDQgAEns8s/ONdg6xYvdiV1C/RyASBmrbJMEiPGxkgd2CPXtIhExr3rYku
        5e/uaR22jQZ7QB32u4uoziASJ9ov0x8/Mg==
        -----END EC PRIVATE KEY-----
        """;

    /// <summary>The same key as PKCS#8.</summary>
    public const string Pkcs8 = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg1GxELfk5lhkCsxR/
        y2FSAtKTpMxNWSA6qfN0pbRydTmhRANCAASezyz8412DrFi92JXUL9HIBIGatskw
        SI8bGSB3YI9e0iETGvetiS7l7+5pHbaNBntAHfa7i6jOIBIn2i/THz8y
        -----END PRIVATE KEY-----
        """;

    /// <summary>The same key in the traditional form with DES, which only libraries with old ciphers read.</summary>
    public const string TraditionalDes = """
        -----BEGIN EC PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: DES-CBC,D6974F2E48D0FAFA

        Gxn9lr913whuLXuUv4NvNDv7U+Mr7zkJ/Ypos9oH1d/A8tvfJVWRhCCJ1Gbzqlaq
        BaoYyqK9RTd+d+wYLZH+DlG2YZWFbELyuLcSgB+RIG3qAR62cW4NJKzVJgpRRDwI
        QDXwBaIcwBwXXCAeMge43XiOwUAz0VTGDXPAYXXWqAw=
        -----END EC PRIVATE KEY-----
        """;

    /// <summary>The same key in the traditional form with AES-256; the pass phrase is that of all here.</summary>
    public const string TraditionalAes = """
        -----BEGIN EC PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-256-CBC,291DC5A3FA28F0358BCA7DBBABA94FB5

        dX68T9o93jZseBP+wLYzwftiMfoWoY8rSZFdhpmU76Xq6mUTPfocVTbwU7i9D1Tx
        VDlQjseiVYYZj3oF5rr+xflTRCKMuz9KzkK78XXEa/c0z3FuHSiVKQyThvH4Cx/m
        pQA0TxGtIObZc8tE3qqOAKmkgq26muapCKU2t9803aQ=
        -----END EC PRIVATE KEY-----
        """;

    /// <summary>The same key as PKCS#8 with PBES1 (PKCS#12's derivation, 3DES).</summary>
    public const string Pbes1 = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIGxMBwGCiqGSIb3DQEMAQMwDgQIJrC6J2CqdxICAggABIGQeri0nlgx2s1aRBiP
        N/cfibIF8o8QddaBTxAWI9504XfxAhDgud16tNt/pYBNUokSM6O1Zzbouhk73mX6
        ZMm1iPha+V8kmTsdzD7PX82UU3CObXrGHvRyeprm0M5bcsVFRHHI5aluPUvCTlQw
        xi6MYiPTO/rDNP+YedrjfZOh1pKsUmvA8A9l8B40YJLSwyGk
        -----END ENCRYPTED PRIVATE KEY-----
        """;

    /// <summary>The same key as PKCS#8 with PBES2, scrypt and AES-128.</summary>
    public const string Scrypt = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHkME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAhYSD6tj4xKdwICQAAC
        AQgCAQEwHQYJYIZIAWUDBAECBBDz3NNbra5iTZ+e9IAV/12qBIGQdskitIQQ25yI
        WhWV72tEUEFoYvKnG5LJsQv3oysWkBi1eeoG/bIzwA8wHOTJ03djH+OxJmREOF2x
        qNN/AUOz/YUnVMPVjXAX2FAiKYWJ+PAhnnbFB0coAGIiV5c81+tcCIhfMxjvlNRx
        uBtqh0g6TsWZu6vtW53QTCG7A5JNI94qllK3Pkmj5rb7gQlV0xOn
        -----END ENCRYPTED PRIVATE KEY-----
        """;

    /// <summary>An Ed25519 key.</summary>
    public const string Ed25519 = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIBPe80drbSflQ8rg7V79MRDTQI49ZabRHoEpV4v8y9tN
        -----END PRIVATE KEY-----
        """;

    /// <summary>A DSA key of 1024 bits.</summary>
    public const string Dsa = """
        -----BEGIN PRIVATE KEY-----
        MIIBWwIBADCCATMGByqGSM44BAEwggEmAoGBAJxE6uw879BBsI2GGfkUYf+F1S1m
        t79WSbResAPui3iJoMSJl6I2rSCUGjsMZ0iL3oFgkjbFBDtSHtlIw4MkvYV21a0X
        1QBrymCuO+beiiz2CK9c7OKfoOza0u0BqoVkauchAbaVEALiMX7EKpMUi/r3LWg5
        BtgUYSd7CWGVil4VAh0A6dOo+awayJxxWqsrNopdaZNIeQO8Ve1EEqQlLwKBgHjz
        AmkYaKWNpHEFQMxcLMy1o+06Y3aUs9AXWREsF01Ov2/RbM/nNYZsGDAhfuAE3Kry
        SCFqv+CE8mGmQXgc2+iNfP9k/uuOR0nyfKpJ2L4dauN7pUcB1mG2w7+anAeLlyae
        GNAdk0wE3ma5VKse7+SGK5v2BhwWYRwF6DNrEyYeBB8CHQClGS4ESefQsHPNL7Kk
        2D931ZZ58V4c6w5dJ8pT
        -----END PRIVATE KEY-----
        """;
}
