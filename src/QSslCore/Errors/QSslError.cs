namespace QSslCore;

/// <summary>One thing that a verification found wrong, with the certificate it found it in.</summary>
/// <remarks>Immutable. Two errors are equal when code and certificate are; the text does not count.</remarks>
public sealed class QSslError : IEquatable<QSslError>
{
    private readonly string? _detail;

    /// <summary>Makes "no error".</summary>
    [QtMember("QSslError::QSslError")]
    public QSslError()
        : this(SslErrorCode.NoError)
    {
    }

    /// <summary>Makes an error.</summary>
    /// <param name="error">What is wrong.</param>
    /// <param name="certificate">The certificate concerned, if one is.</param>
    /// <param name="detail">A sentence that says more than the code's own text, and replaces it.</param>
    [QtMember("QSslError::QSslError")]
    public QSslError(SslErrorCode error, QSslCertificate? certificate = null, string? detail = null)
    {
        Error = error;
        Certificate = certificate ?? QSslCertificate.Null;
        _detail = detail;
    }

    /// <summary>What is wrong.</summary>
    [QtMember("QSslError::error")]
    public SslErrorCode Error { get; }

    /// <summary>The certificate concerned; a null certificate when the error belongs to none.</summary>
    [QtMember("QSslError::certificate")]
    public QSslCertificate Certificate { get; }

    /// <summary>What is wrong, as a sentence without its full stop.</summary>
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

    /// <summary>Whether code and certificate are equal.</summary>
    [QtMember("QSslError::operator==")]
    public static bool operator ==(QSslError? left, QSslError? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether code or certificate differ.</summary>
    [QtMember("QSslError::operator!=")]
    public static bool operator !=(QSslError? left, QSslError? right) => !(left == right);

    /// <summary>The text of <see cref="ErrorString"/>, with what cannot be seen in it written out.</summary>
    public override string ToString() => VisibleText.Of(ErrorString);
}
