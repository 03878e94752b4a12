using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Timing;

/// <summary>When each command becomes legal at each bank, group, stack and rank; kept by adding the rules of every command that issues.</summary>
internal sealed class ReadyTimes
{
    private readonly RuleTable _rules;
    private readonly long[][] _bank;
    private readonly long[][] _group;
    private readonly long[][] _stack;
    private readonly long[][] _rank;
    private readonly int[] _groupOf;
    private readonly int[] _stackOf;
    private readonly int[] _rankOf;
    private readonly int _stacksPerRank;
    private readonly bool _knowsStacks;
    private readonly WindowHistory[] _histories;

    /// <param name="spec">The channel.</param>
    public ReadyTimes(DramSpec spec)
    {
        DramOrganisation organisation = spec.Organisation;
        _rules = new RuleTable(spec);
        _knowsStacks = _rules.KnowsStacks;
        _stacksPerRank = organisation.Stacks;
        _bank = Times(organisation.Banks);
        _group = Times(organisation.Ranks * organisation.Stacks * organisation.Groups);
        _stack = Times(organisation.Ranks * organisation.Stacks);
        _rank = Times(organisation.Ranks);
        _groupOf = [.. Enumerable.Range(0, organisation.Banks).Select(bank => bank / organisation.BanksPerGroup)];
        _stackOf = [.. _groupOf.Select(group => group / organisation.Groups)];
        _rankOf = [.. _stackOf.Select(stack => stack / organisation.Stacks)];
        _histories = [.. _rules.Windows.Select(w => new WindowHistory(w, organisation.Ranks))];
    }

    /// <summary>The rank of a bank.</summary>
    public int RankOf(int bank) => _rankOf[bank];

    /// <summary>When a rank as a whole allows a command; its banks may be later.</summary>
    public long OfRank(DramCommand command, int rank) => _rank[(int)command][rank];

    /// <summary>When group, stack and bank allow a command; the rank may be later.</summary>
    public long OfBank(DramCommand command, int bank)
    {
        long ready = Math.Max(_bank[(int)command][bank], _group[(int)command][_groupOf[bank]]);
        return _knowsStacks ? Math.Max(ready, _stack[(int)command][_stackOf[bank]]) : ready;
    }

    /// <summary><see cref="OfBank"/> of one command, for visiting many banks.</summary>
    public BankReady OfBanks(DramCommand command) =>
        new(_bank[(int)command], _group[(int)command], _groupOf, _knowsStacks ? _stack[(int)command] : [], _stackOf);

    /// <summary>When a command to a bank is legal.</summary>
    public long Of(DramCommand command, int bank) => Math.Max(OfRank(command, _rankOf[bank]), OfBank(command, bank));

    /// <summary>Notes that a command to a bank issues.</summary>
    public void Issue(DramCommand command, int bank, long now)
    {
        int rank = _rankOf[bank], group = _groupOf[bank];
        foreach (ref readonly RuleTable.Step step in _rules.OfBank(command)) Raise(ref _bank[(int)step.To][bank], now + step.Ticks);
        foreach (ref readonly RuleTable.Step step in _rules.OfGroup(command)) Raise(ref _group[(int)step.To][group], now + step.Ticks);
        foreach (ref readonly RuleTable.Step step in _rules.OfRank(command)) Raise(ref _rank[(int)step.To][rank], now + step.Ticks);
        if (_knowsStacks) IssueToStacks(command, bank, now);
        foreach (WindowHistory history in _histories)
        {
            if (history.From == command) Raise(ref _rank[(int)history.To][rank], history.Note(rank, now));
        }
    }

    /// <summary>Notes that a command to a whole rank issues; only its rules of the rank apply.</summary>
    public void IssueToRank(DramCommand command, int rank, long now)
    {
        foreach (ref readonly RuleTable.Step step in _rules.OfRank(command)) Raise(ref _rank[(int)step.To][rank], now + step.Ticks);
    }

    private static long[][] Times(int instances) => [.. Enumerable.Range(0, DramCommands.Count).Select(_ => new long[instances])];

    private static void Raise(ref long ready, long to)
    {
        if (to > ready) ready = to;
    }

    private void IssueToStacks(DramCommand command, int bank, long now)
    {
        foreach (ref readonly RuleTable.Step step in _rules.OfStacks(command))
        {
            if (step.Level == RuleLevel.Stack) Raise(ref _stack[(int)step.To][_stackOf[bank]], now + step.Ticks);
            else RaiseOtherStacks(_stack[(int)step.To], bank, now + step.Ticks);
        }
    }

    private void RaiseOtherStacks(long[] times, int bank, long ready)
    {
        int first = _rankOf[bank] * _stacksPerRank;
        for (int stack = first; stack < first + _stacksPerRank; stack++)
        {
            if (stack != _stackOf[bank]) Raise(ref times[stack], ready);
        }
    }

    /// <summary>The instants of the last commands of a windowed rule, rank by rank.</summary>
    private sealed class WindowHistory
    {
        private readonly long[] _times;
        private readonly int[] _oldest;
        private readonly RuleTable.Window _window;

        public WindowHistory(RuleTable.Window window, int ranks)
        {
            _window = window;
            _times = new long[window.Count * ranks];
            _oldest = new int[ranks];
            Array.Fill(_times, -window.Ticks);
        }

        public DramCommand From => _window.From;

        public DramCommand To => _window.To;

        /// <summary>Adds an instant; returns when the next command is legal.</summary>
        public long Note(int rank, long now)
        {
            int first = rank * _window.Count;
            _times[first + _oldest[rank]] = now;
            _oldest[rank] = _oldest[rank] + 1 == _window.Count ? 0 : _oldest[rank] + 1;
            return _times[first + _oldest[rank]] + _window.Ticks;
        }
    }
}
