namespace DeepStack.Sim.Testing;

/// <summary>Where the repository and the reference data lie.</summary>
public static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder with traces and reference results that cannot be part of the repository: DEEPSTACK_DATA, or ../shared; null if neither is there.</summary>
    public static string? Data { get; } = FindData();

    /// <summary>A path below <see cref="Data"/>.</summary>
    /// <exception cref="InvalidOperationException">The data is not there; mark the test with <see cref="DataFactAttribute"/>.</exception>
    public static string DataPath(string relative) =>
        Path.Combine(Data ?? throw new InvalidOperationException("The reference data is not there."), relative);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DeepStack.Sim.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    private static string? FindData()
    {
        string? folder = Environment.GetEnvironmentVariable("DEEPSTACK_DATA") ?? Path.Combine(Root, "..", "shared");
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }
}
