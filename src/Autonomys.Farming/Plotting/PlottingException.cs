namespace Autonomys.Farming.Plotting;

/// <summary>A sector could not be plotted; the message says which, and why.</summary>
public sealed class PlottingException : FarmingException
{
    public PlottingException(string message)
        : base(message)
    {
    }

    public PlottingException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
