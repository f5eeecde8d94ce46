namespace QSslCore;

/// <summary>An error that a verification found, with the certificate that it applies to.</summary>
/// <remarks>This type is immutable. Two errors are equal if their code and certificate are equal. The text does not count.</remarks>
public sealed class QSslError : IEquatable<QSslError>
{
    private readonly string? _detail;

    /// <summary>Creates an object that means "no error".</summary>
    [QtMember("QSslError::QSslError")]
    public QSslError()
        : this(SslErrorCode.NoError)
    {
    }

    /// <summary>Creates an error.</summary>
    /// <param name="error">The code of the error.</param>
    /// <param name="certificate">The certificate that the error applies to, if any.</param>
    /// <param name="detail">A sentence that replaces the text of the code with more details.</param>
    [QtMember("QSslError::QSslError")]
    public QSslError(SslErrorCode error, QSslCertificate? certificate = null, string? detail = null)
    {
        Error = error;
        Certificate = certificate ?? QSslCertificate.Null;
        _detail = detail;
    }

    /// <summary>The code of the error.</summary>
    [QtMember("QSslError::error")]
    public SslErrorCode Error { get; }

    /// <summary>The certificate that the error applies to, or a null certificate if there is none.</summary>
    [QtMember("QSslError::certificate")]
    public QSslCertificate Certificate { get; }

    /// <summary>The description of the error, as a sentence without a period.</summary>
    [QtMember("QSslError::errorString")]
    public string ErrorString => _detail ?? SslErrorTexts.For(Error);

    /// <inheritdoc/>
    [QtMember("QSslError::operator==")]
    public bool Equals(QSslError? other) =>
        other is not null && Error == other.Error && Certificate.Equals(other.Certificate);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QSslError);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Error, Certificate);

    /// <summary>Whether the codes and certificates are equal.</summary>
    [QtMember("QSslError::operator==")]
    public static bool operator ==(QSslError? left, QSslError? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the codes or certificates differ.</summary>
    [QtMember("QSslError::operator!=")]
    public static bool operator !=(QSslError? left, QSslError? right) => !(left == right);

    /// <summary>Returns the text of <see cref="ErrorString"/> with invisible characters escaped.</summary>
    public override string ToString() => VisibleText.Of(ErrorString);
}
