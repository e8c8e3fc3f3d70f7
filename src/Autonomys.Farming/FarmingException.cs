namespace Autonomys.Farming;

/// <summary>Base of the errors of plotting, reading and proving.</summary>
public abstract class FarmingException : Exception
{
    protected FarmingException(string message)
        : base(message)
    {
    }

    protected FarmingException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
