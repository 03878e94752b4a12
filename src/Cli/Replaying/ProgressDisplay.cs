using System.Diagnostics;
using System.Globalization;

namespace DeepStack.Sim.Cli.Replaying;

/// <summary>A line with rate and remaining time on standard error, only where that is a terminal.</summary>
internal sealed class ProgressDisplay : IDisposable
{
    private const int Width = 30;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly bool _shows = !Console.IsErrorRedirected;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly int _total;
    private TimeSpan _next;

    /// <param name="total">Requests in all.</param>
    public ProgressDisplay(int total) => _total = total;

    /// <summary>So many requests have finished.</summary>
    public void Report(int done, int total)
    {
        if (!_shows || _watch.Elapsed < _next) return;
        _next = _watch.Elapsed + Interval;
        double rate = done / Math.Max(_watch.Elapsed.TotalSeconds, 1e-3);
        int filled = (int)((long)Width * done / Math.Max(1, total));
        string remaining = rate > 0 ? TimeSpan.FromSeconds((total - done) / rate).ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture) : "?";
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r[{new string('#', filled)}{new string('.', Width - filled)}] {done:N0}/{_total:N0} requests, {rate:N0}/s, {remaining} left "));
    }

    public void Dispose()
    {
        if (_shows && _next > TimeSpan.Zero) Console.Error.Write("\r" + new string(' ', Console.IsErrorRedirected ? 0 : 90) + "\r");
        _next = TimeSpan.Zero;
    }
}
