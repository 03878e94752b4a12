namespace DeepStack.Sim.Results;

/// <summary>The folder of a run: filled under a hidden name beside its place, and there only when it is whole.</summary>
/// <remarks>A run that fails, is interrupted or finds the disk full leaves nothing that looks like a result.</remarks>
public sealed class RunFolder : IDisposable
{
    private readonly string _target, _hidden;
    private bool _done;

    private RunFolder(string target, string hidden) => (_target, _hidden) = (target, hidden);

    /// <summary>Where the results will be.</summary>
    public string Target => _target;

    /// <summary>Prepares a folder.</summary>
    /// <param name="target">Where the results shall be; an earlier run there is replaced when the new one is whole.</param>
    /// <exception cref="ResultFormatException">Something else than a run is there, or no folder can be.</exception>
    public static RunFolder Create(string target)
    {
        target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any() && !IsRun(target)))
            throw new ResultFormatException($"{target}: something that is no run is there; choose another folder, or remove it.");
        string hidden = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Environment.ProcessId}.part");
        try
        {
            if (Directory.Exists(hidden)) Directory.Delete(hidden, recursive: true);
            Directory.CreateDirectory(hidden);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ResultFormatException($"{target}: no folder can be made there; choose another place. {e.Message}", e);
        }
        return new RunFolder(target, hidden);
    }

    /// <summary>Creates a file of the run.</summary>
    public FileStream CreateFile(string name) => new(Path.Combine(_hidden, name), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);

    /// <summary>Everything is written: puts the folder in its place, instead of an earlier run.</summary>
    public void Commit()
    {
        string old = _hidden + ".old";
        bool replaces = Directory.Exists(_target);
        if (replaces) Directory.Move(_target, old);
        Directory.Move(_hidden, _target);
        _done = true;
        if (replaces) Directory.Delete(old, recursive: true);
    }

    /// <summary>Removes what was written unless it was committed.</summary>
    public void Dispose()
    {
        if (!_done && Directory.Exists(_hidden)) Directory.Delete(_hidden, recursive: true);
        _done = true;
    }

    private static bool IsRun(string folder) =>
        File.Exists(Path.Combine(folder, ResultFiles.Summary)) || File.Exists(Path.Combine(folder, ResultFiles.TimingTrace));
}
