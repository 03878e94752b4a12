using Xunit;

namespace DeepStack.Sim.Testing;

/// <summary>A test that needs a file or folder of the reference data; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataFactAttribute : FactAttribute
{
    /// <param name="relative">The path below the data folder.</param>
    public DataFactAttribute(string relative)
    {
        Relative = relative;
        if (Repository.Data is null)
            Skip = "The reference data is not here; set DEEPSTACK_DATA to its folder.";
        else if (!Path.Exists(Repository.DataPath(relative)))
            Skip = $"The reference data has no \"{relative}\".";
    }

    /// <summary>The path below the data folder.</summary>
    public string Relative { get; }
}
