using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Pim;

/// <summary>How far the units of one rank are with their share of a product, and which command they need next.</summary>
/// <remarks>
/// Banks that work together form a set; sets take turns row by row. A set whose row is used up closes it and opens its next one, while another set works if there is one.
/// </remarks>
internal sealed class PimRank
{
    private readonly int _sets;
    private readonly int _banksOfSet;
    private readonly long _columnsOfUse;
    private readonly long _columns;
    private readonly long _uses;
    private readonly bool _opensTogether;
    private readonly bool[] _isOpen;
    private long _usesReady;
    private int _banksOpened;
    private int _banksClosed;

    public PimRank(PimSpec spec, long columns, long inputs, long results)
    {
        DramOrganisation organisation = spec.Channel.Organisation;
        _banksOfSet = spec.BanksTogether;
        _sets = organisation.BanksPerRank / _banksOfSet;
        _columns = columns;
        _columnsOfUse = organisation.Columns * (spec.Level == PimLevel.Bank ? 1L : _banksOfSet);
        _uses = (columns + _columnsOfUse - 1) / _columnsOfUse;
        _opensTogether = spec.OpensRowsTogether;
        _isOpen = new bool[_sets];
        InputsLeft = inputs;
        ResultsLeft = results;
    }

    /// <summary>Accesses still to be written to the buffer.</summary>
    public long InputsLeft { get; set; }

    /// <summary>Accesses still to be read from it.</summary>
    public long ResultsLeft { get; set; }

    /// <summary>Column commands issued.</summary>
    public long ColumnsDone { get; private set; }

    /// <summary>Whether everything has been multiplied.</summary>
    public bool HasMultiplied => ColumnsDone == _columns;

    /// <summary>Whether nothing is left to do.</summary>
    public bool IsDone => HasMultiplied && ResultsLeft == 0;

    /// <summary>Whether any row is open, partly opened sets included.</summary>
    public bool HasOpenRow => _banksOpened > 0 || Array.IndexOf(_isOpen, true) >= 0;

    /// <summary>The set whose row the next column command uses.</summary>
    public int WorkingSet => (int)(ColumnsDone / _columnsOfUse % _sets);

    /// <summary>Of the working set, the bank in turn for a unit at the rank.</summary>
    public int BankInTurn => (int)(ColumnsDone % _banksOfSet);

    /// <summary>Whether a column command may come, as far as rows decide.</summary>
    public bool CanMultiply => InputsLeft == 0 && !HasMultiplied && ColumnsDone / _columnsOfUse < _usesReady;

    /// <summary>The set to be prepared next; -1 if there is none.</summary>
    public int SetToPrepare => !HasMultiplied && _usesReady < _uses && ColumnsDone >= (_usesReady - _sets + 1) * _columnsOfUse ? (int)(_usesReady % _sets) : -1;

    /// <summary>Whether the set to be prepared still has its old row open.</summary>
    public bool MustClose(int set) => _isOpen[set];

    /// <summary>The bank of the set to be prepared, within it, that is closed or opened next.</summary>
    public int NextBank(int set) => _isOpen[set] ? _banksClosed : _banksOpened;

    /// <summary>Notes a column command.</summary>
    public void Multiply() => ColumnsDone++;

    /// <summary>Notes that a set was closed.</summary>
    public void Close(int set) => _isOpen[set] = false;

    /// <summary>Notes that the next bank of a set was closed.</summary>
    public void CloseBank(int set)
    {
        if (++_banksClosed < _banksOfSet) return;
        _banksClosed = 0;
        _isOpen[set] = false;
    }

    /// <summary>Notes an activation: of one bank of the set being prepared, or of all.</summary>
    public void Open(int set)
    {
        _banksOpened = _opensTogether ? _banksOfSet : _banksOpened + 1;
        if (_banksOpened < _banksOfSet) return;
        _banksOpened = 0;
        _isOpen[set] = true;
        _usesReady++;
    }

    /// <summary>Notes that all rows were closed for a refresh; what is under way must be opened again.</summary>
    public void CloseAll()
    {
        Array.Clear(_isOpen);
        _banksOpened = 0;
        _banksClosed = 0;
        _usesReady = ColumnsDone / _columnsOfUse;
    }
}
