using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Timing;

namespace DeepStack.Sim.Memory.Pim;

/// <summary>The ranks of one channel that work on a product; they share its command slots and, for inputs and results, its data lines.</summary>
/// <remarks>
/// A command that multiplies obeys the rules of a read, in every bank it reads: its data stays inside. Of all ranks the one whose next command may come first goes first,
/// at a tie the one that waited longest. Nothing is decided at other clocks.
/// </remarks>
internal sealed class PimChannel
{
    private const long Never = long.MaxValue / 4;

    private readonly PimSpec _spec;
    private readonly ReadyTimes _times;
    private readonly PimRank[] _ranks;
    private readonly long[] _refreshDue;
    private readonly long[] _served;
    private readonly long[] _multiplied;
    private readonly int _banksPerRank;
    private readonly long _refreshInterval;
    private readonly long[] _busFree = new long[2];
    private long _linesFree;
    private long _end;
    private long _commands;
    private PimCounts _counts;

    public PimChannel(PimSpec spec, long columns, long inputs, long results)
    {
        DramOrganisation organisation = spec.Channel.Organisation;
        _spec = spec;
        _times = new ReadyTimes(spec.Channel);
        _banksPerRank = organisation.BanksPerRank;
        _ranks = [.. Enumerable.Range(0, organisation.Ranks).Select(_ => new PimRank(spec, columns, inputs, results))];
        _served = new long[_ranks.Length];
        _multiplied = new long[_ranks.Length];
        _refreshInterval = spec.Channel.Refresh?.IntervalClocks ?? Never;
        _refreshDue = [.. Enumerable.Range(1, _ranks.Length).Select(rank => _refreshInterval == Never ? Never : _refreshInterval * rank / _ranks.Length)];
    }

    /// <summary>Commands so far.</summary>
    public PimCounts Counts => _counts;

    /// <summary>Runs the product.</summary>
    /// <returns>The clock after its last data.</returns>
    public long Run()
    {
        while (Next() is { Rank: >= 0 } step) Issue(step);
        return _end;
    }

    private Step Next()
    {
        Step best = new(-1, default, -1, Never);
        for (int rank = 0; rank < _ranks.Length; rank++)
        {
            Step step = NextOf(rank);
            if (step.At < best.At || (step.At == best.At && best.Rank >= 0 && _served[rank] < _served[best.Rank])) best = step;
        }
        return best;
    }

    private Step NextOf(int rank)
    {
        PimRank state = _ranks[rank];
        if (state.IsDone) return new Step(rank, default, -1, Never);
        Step work = WorkOf(rank, state), rows = RowsOf(rank, state);
        Step first = rows.At < work.At ? rows : work;
        if (first.At < _refreshDue[rank]) return first;
        DramCommand command = state.HasOpenRow ? DramCommand.PrechargeAll : DramCommand.RefreshAll;
        return At(rank, command, -1, Math.Max(_refreshDue[rank], _times.OfRank(command, rank)));
    }

    /// <summary>An input, a column command or a result.</summary>
    private Step WorkOf(int rank, PimRank state)
    {
        if (state.InputsLeft > 0) return At(rank, DramCommand.Write, -1, _linesFree);
        if (state.HasMultiplied) return At(rank, DramCommand.Read, -1, Math.Max(_linesFree, _multiplied[rank]));
        if (!state.CanMultiply) return new Step(rank, default, -1, Never);
        if (_spec.Level == PimLevel.Bank) return At(rank, DramCommand.Read, 0, OfAllBanks(DramCommand.Read, rank));
        int bank = BankOf(rank, state.WorkingSet, state.BankInTurn);
        return At(rank, DramCommand.Read, bank, _times.Of(DramCommand.Read, bank));
    }

    /// <summary>Closing and opening the rows of the set that works next.</summary>
    private Step RowsOf(int rank, PimRank state)
    {
        int set = state.SetToPrepare;
        if (set < 0) return new Step(rank, default, -1, Never);
        if (_spec.Level == PimLevel.Bank && state.MustClose(set)) return At(rank, DramCommand.PrechargeAll, set, _times.OfRank(DramCommand.PrechargeAll, rank));
        if (_spec.OpensRowsTogether) return At(rank, DramCommand.Activate, set, OfAllBanks(DramCommand.Activate, rank));
        int bank = BankOf(rank, set, state.NextBank(set));
        DramCommand command = state.MustClose(set) ? DramCommand.Precharge : DramCommand.Activate;
        return At(rank, command, set, _times.Of(command, bank));
    }

    private Step At(int rank, DramCommand command, int place, long ready) => new(rank, command, place, Math.Max(ready, _busFree[BusOf(command)]));

    private void Issue(in Step step)
    {
        PimRank state = _ranks[step.Rank];
        _busFree[BusOf(step.Command)] = step.At + _spec.Channel.Bus.Ticks[(int)step.Command];
        _served[step.Rank] = ++_commands;
        switch (step.Command)
        {
            case DramCommand.Write or DramCommand.Read when step.Place < 0: MoveOverLines(state, step); break;
            case DramCommand.Read: Multiply(state, step); break;
            case DramCommand.Activate: Open(state, step); break;
            case DramCommand.RefreshAll: Refresh(step); break;
            default: Close(state, step); break;
        }
    }

    private void MoveOverLines(PimRank state, in Step step)
    {
        bool isInput = step.Command == DramCommand.Write;
        _linesFree = step.At + _spec.Channel.BurstClocks;
        _end = Math.Max(_end, _linesFree);
        if (isInput) state.InputsLeft--;
        else state.ResultsLeft--;
        _counts = isInput ? _counts with { Inputs = _counts.Inputs + 1 } : _counts with { Results = _counts.Results + 1 };
    }

    private void Multiply(PimRank state, in Step step)
    {
        if (_spec.Level == PimLevel.Bank) IssueToAllBanks(DramCommand.Read, step.Rank, step.At);
        else _times.Issue(DramCommand.Read, step.Place, step.At);
        state.Multiply();
        _multiplied[step.Rank] = step.At + _spec.Channel.ReadTicks;
        _end = Math.Max(_end, _multiplied[step.Rank]);
        _counts = _counts with { ColumnCommands = _counts.ColumnCommands + 1, Accesses = _counts.Accesses + (_spec.Level == PimLevel.Bank ? _banksPerRank : 1) };
    }

    private void Open(PimRank state, in Step step)
    {
        if (_spec.OpensRowsTogether) IssueToAllBanks(DramCommand.Activate, step.Rank, step.At);
        else _times.Issue(DramCommand.Activate, BankOf(step.Rank, step.Place, state.NextBank(step.Place)), step.At);
        state.Open(step.Place);
        _counts = _counts with { Activations = _counts.Activations + (_spec.OpensRowsTogether ? _banksPerRank : 1) };
    }

    /// <summary>Closes everything for a refresh, the set of all banks, or one bank of a set.</summary>
    private void Close(PimRank state, in Step step)
    {
        _counts = _counts with { Precharges = _counts.Precharges + 1 };
        if (step.Command == DramCommand.PrechargeAll)
        {
            _times.IssueToRank(step.Command, step.Rank, step.At);
            if (step.Place < 0) state.CloseAll();
            else state.Close(step.Place);
            return;
        }
        _times.Issue(step.Command, BankOf(step.Rank, step.Place, state.NextBank(step.Place)), step.At);
        state.CloseBank(step.Place);
    }

    private void Refresh(in Step step)
    {
        _times.IssueToRank(step.Command, step.Rank, step.At);
        _refreshDue[step.Rank] += _refreshInterval;
        _counts = _counts with { Refreshes = _counts.Refreshes + 1 };
    }

    private long OfAllBanks(DramCommand command, int rank)
    {
        long ready = 0;
        for (int bank = rank * _banksPerRank; bank < (rank + 1) * _banksPerRank; bank++) ready = Math.Max(ready, _times.Of(command, bank));
        return ready;
    }

    private void IssueToAllBanks(DramCommand command, int rank, long now)
    {
        for (int bank = rank * _banksPerRank; bank < (rank + 1) * _banksPerRank; bank++) _times.Issue(command, bank, now);
    }

    /// <summary>The banks of a rank in an order that changes the group from one to the next.</summary>
    private int BankOf(int rank, int set, int index)
    {
        DramOrganisation organisation = _spec.Channel.Organisation;
        int group = index % organisation.Groups, inGroup = set + index / organisation.Groups;
        return rank * _banksPerRank + group * organisation.BanksPerGroup + inGroup;
    }

    private int BusOf(DramCommand command) => _spec.Channel.Bus.IsSplit && DramCommands.IsColumn(command) ? 1 : 0;

    /// <summary>The next command of a rank.</summary>
    /// <param name="Rank">The rank; -1 for none.</param>
    /// <param name="Command">The command.</param>
    /// <param name="Place">A bank for a column command, a set for a row command; -1 for the buffer or the whole rank.</param>
    /// <param name="At">When it may come.</param>
    private readonly record struct Step(int Rank, DramCommand Command, int Place, long At);
}
