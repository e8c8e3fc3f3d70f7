namespace Autonomys.Cryptography.Kzg;

/// <summary>The parameter file is absent or is not the one that is needed; the message names it and says what to do.</summary>
public sealed class KzgParametersException(string message, Exception? innerException = null)
    : CryptographyException(message, innerException);
