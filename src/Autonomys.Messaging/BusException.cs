namespace Autonomys.Messaging;

/// <summary>The bus did not do what was asked.</summary>
public abstract class BusException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>Nobody listens to the subject of a request.</summary>
public sealed class NoResponderException(string subject) : BusException($"Nobody answers to {subject}.");

/// <summary>A request was not answered in time.</summary>
public sealed class RequestTimeoutException(string subject, TimeSpan timeout)
    : BusException($"No answer to {subject} within {timeout.TotalSeconds:F1} s.");

/// <summary>The messaging server cannot be reached, or refused; trying again may help.</summary>
public sealed class BusUnavailableException(string message, Exception? innerException = null) : BusException(message, innerException);

/// <summary>The messaging server can be reached and is not set up as a cluster needs it; the message says what to change.</summary>
public sealed class BusSetupException(string message) : BusException(message);

/// <summary>A body is larger than messages may be.</summary>
public sealed class BusMessageTooLargeException(string subject, int size)
    : BusException($"A message to {subject} has {size} bytes, the limit is {IClusterBus.MaxMessageSize}: bulk data does not go over the bus.");
