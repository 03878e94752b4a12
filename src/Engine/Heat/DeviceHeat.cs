using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Accounting;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Heat;

/// <summary>The heat of one device of a replica, which stands for all of them: they do the same.</summary>
/// <remarks>
/// A step's operators become power in bins of at most 200 us; layers that repeat become one pattern that repeats. What is shorter than half
/// a bin joins what follows. Refresh rate and clock change between steps: a step keeps the point at which it began.
/// </remarks>
internal sealed class DeviceHeat
{
    private const int Roles = 3;

    private readonly HeatPlan _plan;
    private readonly ThermalLoop _loop;
    private readonly HeatTally _tally;
    private readonly Queue<OperatingPoint> _planned = new();
    private readonly double[] _carried = new double[Roles];
    private readonly long _binPs, _shortPs, _wholePs;

    // Not a list: adding to one copies each piece once more, millions of times a run.
    private HeatPiece[] _pieces = new HeatPiece[32];
    private int _pieceCount;
    private double[] _roleWatts = [];
    private double[] _watts = [];
    private SimTime _start;
    private OperatingPoint _point = OperatingPoint.Nominal;

    /// <param name="plan">The stack and the laws.</param>
    /// <param name="atAmbient">Whether it begins at ambient.</param>
    public DeviceHeat(HeatPlan plan, bool atAmbient)
    {
        _plan = plan;
        _loop = plan.Begin(atAmbient);
        _tally = new HeatTally(plan);
        _binPs = plan.Options.Bin.Picoseconds;
        _shortPs = _binPs / 2;
        _wholePs = _binPs - (_shortPs / 2);
    }

    /// <summary>What the temperature asks for.</summary>
    public MachineCondition Condition => _loop.Condition;

    /// <summary>The temperatures behind it.</summary>
    public ThermalLoop Loop => _loop;

    /// <summary>What happened so far.</summary>
    public HeatTally Tally => _tally;

    /// <summary>The fastest point that the temperature allows now.</summary>
    public OperatingPoint Allowed => OperatingPoint.Within(Condition.RefreshRate, Condition.ClockRatio);

    /// <summary>What it draws now without work, at a point.</summary>
    public Power BackgroundAt(OperatingPoint point) => Power.FromWatts(_plan.Constant.Sum() + (_plan.Background.Refresh.Watts * point.RefreshRate)) + _loop.Leakage;

    /// <summary>Whether a step was timed at another point than the nominal one.</summary>
    public bool IsHeldBack { get; private set; }

    /// <summary>A step is timed at a point; steps end in the order in which they are timed.</summary>
    public void Plan(OperatingPoint point)
    {
        _planned.Enqueue(point);
        IsHeldBack |= point != OperatingPoint.Nominal;
    }

    /// <summary>A step has ended; its operators follow.</summary>
    /// <returns>The point at which it ran.</returns>
    public OperatingPoint BeginStep(SimTime start)
    {
        _start = start;
        _pieceCount = 0;
        return _point = _planned.Dequeue();
    }

    /// <summary>An operator of the step.</summary>
    /// <param name="offset">From the step's start.</param>
    /// <param name="op">The operator.</param>
    /// <param name="energy">What all its repetitions spent on one device.</param>
    public void Add(Duration offset, in OperatorTiming op, in OperatorEnergy energy)
    {
        long offsetPs = offset.Picoseconds, periodPs = op.Period.Picoseconds;
        // A layer that fits into one bin, even with its share of what is carried into all of them, needs no telling its operators apart.
        if (_pieceCount > 0 && op.Repeat > 1 && periodPs <= _wholePs)
        {
            ref HeatPiece layer = ref _pieces[_pieceCount - 1];
            if (layer.IsJoinedBy(offsetPs, op.Repeat, periodPs))
            {
                layer.Take(energy);
                return;
            }
        }
        if (_pieceCount == _pieces.Length) Array.Resize(ref _pieces, 2 * _pieceCount);
        _pieces[_pieceCount++] = new HeatPiece(offsetPs, op.Elapsed.Picoseconds, op.Repeat, periodPs, energy);
    }

    /// <summary>All operators of the step are there.</summary>
    public void EndStep(SimTime end)
    {
        ReadOnlySpan<HeatPiece> all = _pieces.AsSpan(0, _pieceCount);
        for (int from = 0; from < all.Length;)
        {
            int to = from + 1;
            while (to < all.Length && all[from].IsJoinedBy(all[to].OffsetPs, all[to].Repeat, all[to].PeriodPs)) to++;
            Play(all[from..to]);
            from = to;
        }
        _tally.EndStep(_point, end - _start);
    }

    /// <summary>Goes on without work to an instant.</summary>
    public void Rest(SimTime until)
    {
        Duration gap = until - _loop.Now;
        if (gap > Duration.Zero) Idle(gap);
    }

    /// <summary>Operators that repeat together, or follow each other once.</summary>
    private void Play(ReadOnlySpan<HeatPiece> pieces)
    {
        long from = pieces[0].OffsetPs, length = LengthOf(pieces), all = length * pieces[0].Repeat;
        long now = _loop.Now.Picoseconds - _start.Picoseconds;
        if (from - now >= _shortPs)
        {
            Idle(Duration.FromPicoseconds(from - now));
            now = from;
        }
        if (all <= 0 || from + all - now < _shortPs)
        {
            foreach (HeatPiece piece in pieces) Carry(piece.Energy);
            return;
        }
        long round = (from + all - now) / pieces[0].Repeat;
        int bins = (int)((round + _binPs - 1) / _binPs);
        SpreadOver(bins, pieces, from, length, (double)round / bins * 1e-12 * pieces[0].Repeat);
        var bin = Duration.FromPicoseconds(round / bins);
        if (bin > Duration.Zero) _loop.Advance(WattsOf(bins, bin, pieces[0].Repeat), bin, pieces[0].Repeat);
    }

    private static long LengthOf(ReadOnlySpan<HeatPiece> pieces)
    {
        if (pieces[0].Repeat > 1) return pieces[0].PeriodPs;
        long end = 0;
        foreach (HeatPiece piece in pieces) end = Math.Max(end, piece.OffsetPs + piece.ElapsedPs);
        return end - pieces[0].OffsetPs;
    }

    private void Carry(in OperatorEnergy energy)
    {
        _carried[0] += energy.Compute;
        _carried[1] += energy.Links;
        _carried[2] += energy.Dram;
    }

    /// <summary>Fills [bins, roles] with the mean power of the pieces.</summary>
    private void SpreadOver(int bins, ReadOnlySpan<HeatPiece> pieces, long fromPs, long lengthPs, double secondsOfBin)
    {
        Span<double> watts = RoleWatts(bins);
        if (bins == 1)
        {
            foreach (HeatPiece piece in pieces) Carry(piece.Energy);
            AddCarried(watts, secondsOfBin);
            return;
        }
        double perPs = (double)bins / Math.Max(1, lengthPs);
        foreach (HeatPiece piece in pieces)
        {
            double begin = Math.Clamp((piece.OffsetPs - fromPs) * perPs, 0, bins), end = Math.Clamp((piece.OffsetPs + piece.ElapsedPs - fromPs) * perPs, begin, bins);
            int first = Math.Min((int)begin, bins - 1), last = Math.Min((int)end, bins - 1);
            for (int bin = first; bin <= last; bin++)
            {
                double share = end > begin ? (Math.Min(end, bin + 1) - Math.Max(begin, bin)) / (end - begin) : 1.0 / (last - first + 1);
                double rate = share / secondsOfBin;
                watts[bin * Roles] += piece.Energy.Compute * rate;
                watts[(bin * Roles) + 1] += piece.Energy.Links * rate;
                watts[(bin * Roles) + 2] += piece.Energy.Dram * rate;
            }
        }
        AddCarried(watts, secondsOfBin * bins);
    }

    private void Idle(Duration span)
    {
        AddCarried(RoleWatts(1), span.Seconds);
        _loop.Rest(WattsOf(1, span, 1), span);
    }

    private Span<double> RoleWatts(int bins)
    {
        if (_roleWatts.Length < bins * Roles) _roleWatts = new double[bins * Roles];
        Span<double> watts = _roleWatts.AsSpan(0, bins * Roles);
        watts.Clear();
        return watts;
    }

    private void AddCarried(Span<double> watts, double seconds)
    {
        for (int i = 0; i < watts.Length; i++) watts[i] += _carried[i % Roles] / seconds;
        Array.Clear(_carried);
    }

    /// <summary>Lays the powers of roles on the sources of the stack, [bins, sources], and notes them for the account.</summary>
    private ReadOnlySpan<double> WattsOf(int bins, Duration piece, int times)
    {
        int sources = _plan.Constant.Length;
        if (_watts.Length < bins * sources) _watts = new double[bins * sources];
        Span<double> watts = _watts.AsSpan(0, bins * sources);
        double refresh = _plan.Background.Refresh.Watts * _point.RefreshRate;
        for (int bin = 0; bin < bins; bin++)
        {
            double compute = _roleWatts[bin * Roles], links = _roleWatts[(bin * Roles) + 1], dram = _roleWatts[(bin * Roles) + 2] + refresh;
            Span<double> row = watts.Slice(bin * sources, sources);
            for (int i = 0; i < row.Length; i++) row[i] = _plan.Constant[i] + (compute * _plan.Compute[i]) + (links * _plan.Links[i]) + (dram * _plan.Dram[i]);
        }
        _tally.Add(watts, piece, times, refresh, _loop);
        return watts;
    }
}
