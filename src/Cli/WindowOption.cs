using System.CommandLine;
using DeepStack.Sim.Results;

namespace DeepStack.Sim.Cli;

/// <summary>The option that names a part of a run.</summary>
internal static class WindowOption
{
    /// <summary>Makes the option.</summary>
    /// <param name="description">What it is for here.</param>
    public static Option<TimeWindow?> Of(string description) => new("--window")
    {
        Description = description,
        CustomParser = result =>
        {
            try
            {
                return TimeWindow.Parse(result.Tokens.Single().Value);
            }
            catch (FormatException e)
            {
                result.AddError(e.Message);
                return null;
            }
        },
    };
}
