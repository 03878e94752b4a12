using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Checking;

/// <summary>Which rows are open and whether the data clock runs, and what a command may not find so.</summary>
internal sealed class BankStates
{
    private const int Closed = -1;

    private readonly DramOrganisation _organisation;
    private readonly bool _activatesTwice;
    private readonly bool _hasDataClock;
    private readonly long _secondHalfWithin;
    private readonly long _clockStart;
    private readonly long _clockAfterRead;
    private readonly long _clockAfterWrite;
    private readonly int[] _row;
    private readonly int[] _openBanks;
    private readonly long[] _firstHalf;
    private long _clockFrom = long.MaxValue;
    private long _clockUntil = long.MinValue;

    public BankStates(ChannelRules spec)
    {
        _organisation = spec.Organisation;
        _activatesTwice = spec.Bus.ActivatesTwice;
        _hasDataClock = spec.Bus.HasDataClock;
        int ticks = spec.Bus.TicksPerClock;
        if (_activatesTwice) _secondHalfWithin = spec.Timings["tAAD"] * ticks;
        if (_hasDataClock)
        {
            _clockStart = spec.Timings["tCAS"] * ticks;
            _clockAfterRead = spec.ReadTicks + spec.Timings["tWCKPST"] * ticks;
            _clockAfterWrite = spec.WriteTicks + spec.Timings["tWCKPST"] * ticks;
        }
        _row = new int[spec.Organisation.Banks];
        Array.Fill(_row, Closed);
        _openBanks = new int[spec.Organisation.Ranks];
        _firstHalf = new long[spec.Organisation.Banks];
        Array.Fill(_firstHalf, Closed);
    }

    /// <summary>What is wrong with the state that a command finds; null if nothing is.</summary>
    public string? FaultOf(in IssuedCommand command) => command.Command switch
    {
        DramCommand.Activate or DramCommand.RefreshBank => _row[command.Bank] == Closed ? null : $"the bank must be closed, and row {_row[command.Bank]} is open",
        DramCommand.ActivateSecond => FaultOfSecondHalf(command),
        DramCommand.Read or DramCommand.Write => FaultOfColumn(command),
        DramCommand.RefreshAll => _openBanks[command.Rank] == 0 ? null : "all banks must be closed",
        _ => null,
    };

    /// <summary>Follows a command.</summary>
    public void Follow(in IssuedCommand command)
    {
        switch (command.Command)
        {
            case DramCommand.Activate: Open(command); break;
            case DramCommand.ActivateSecond: _firstHalf[command.Bank] = Closed; break;
            case DramCommand.Precharge: Close(command.Bank, command.Rank); break;
            case DramCommand.PrechargeAll: CloseAll(command.Rank); break;
            case DramCommand.ColumnSync: _clockFrom = command.Tick + _clockStart; break;
            case DramCommand.Read: KeepClock(command.Tick, _clockAfterRead); break;
            case DramCommand.Write: KeepClock(command.Tick, _clockAfterWrite); break;
            default: break;
        }
    }

    private string? FaultOfSecondHalf(in IssuedCommand command)
    {
        long first = _firstHalf[command.Bank];
        if (first == Closed) return "no first half of an activation came before it";
        return command.Tick - first <= _secondHalfWithin ? null : $"the second half comes more than {_secondHalfWithin} ticks after the first";
    }

    private string? FaultOfColumn(in IssuedCommand command)
    {
        int row = _row[command.Bank];
        if (row != command.Row) return row == Closed ? "the bank must be open" : $"row {row} is open";
        if (_activatesTwice && _firstHalf[command.Bank] != Closed) return "only the first half of the activation has come";
        return !_hasDataClock || command.Tick < _clockUntil || command.Tick >= _clockFrom ? null : "the data clock does not run";
    }

    private void Open(in IssuedCommand command)
    {
        if (_row[command.Bank] == Closed) _openBanks[command.Rank]++;
        _row[command.Bank] = command.Row;
        if (_activatesTwice) _firstHalf[command.Bank] = command.Tick;
    }

    private void Close(int bank, int rank)
    {
        if (_row[bank] != Closed) _openBanks[rank]--;
        _row[bank] = Closed;
        _firstHalf[bank] = Closed;
    }

    private void CloseAll(int rank)
    {
        int first = rank * _organisation.BanksPerRank;
        for (int bank = first; bank < first + _organisation.BanksPerRank; bank++) Close(bank, rank);
    }

    private void KeepClock(long tick, long ticks)
    {
        _clockFrom = long.MaxValue;
        _clockUntil = Math.Max(_clockUntil, tick + ticks);
    }
}
