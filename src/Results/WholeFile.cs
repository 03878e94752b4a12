namespace DeepStack.Sim.Results;

/// <summary>Writes single files that are there only when they are whole.</summary>
public static class WholeFile
{
    /// <summary>Writes a file under a hidden name beside its place and then renames it; a failure leaves nothing, and an earlier file untouched. The folder is made.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string hidden = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Environment.ProcessId}.part");
        try
        {
            using (var stream = new FileStream(hidden, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16)) write(stream);
            File.Move(hidden, path, overwrite: true);
        }
        finally
        {
            File.Delete(hidden);
        }
    }
}
